using System.Security.Cryptography;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>Secrets in the database that many hosts share, encrypted by the data protector of the hosts: their key ring lies elsewhere, so that a copy of the database gives nothing away.</summary>
public sealed class DatabaseSecretStore(IDbContextFactory<PostgresClusterDatabase> databases, IDataProtector protector) : ISecretStore
{
    public byte[]? Read(string name)
    {
        using var database = databases.CreateDbContext();
        return database.Secrets.AsNoTracking().FirstOrDefault(row => row.Name == name) is { } row ? Unprotect(row) : null;
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var encrypted = protector.Protect(content.ToArray());
        using var database = databases.CreateDbContext();
        database.Database.ExecuteSql($"""INSERT INTO "Secrets" ("Name", "Content") VALUES ({name}, {encrypted}) ON CONFLICT ("Name") DO UPDATE SET "Content"=excluded."Content" """);
    }

    public byte[] ReadOrAdd(string name, Func<byte[]> create)
    {
        if (Read(name) is { } known)
            return known;
        var encrypted = protector.Protect(create());
        using var database = databases.CreateDbContext();
        database.Database.ExecuteSql($"""INSERT INTO "Secrets" ("Name", "Content") VALUES ({name}, {encrypted}) ON CONFLICT ("Name") DO NOTHING""");
        return Read(name) ?? throw new SecretException($"The secret '{name}' was removed while it was made. Run the command again.");
    }

    public void DeleteAll(string prefix)
    {
        var name = prefix.TrimEnd('/');
        var below = name + "/";
        using var database = databases.CreateDbContext();
        database.Secrets.Where(row => row.Name == name || row.Name.StartsWith(below)).ExecuteDelete();
    }

    private byte[] Unprotect(SecretRow row)
    {
        try
        {
            return protector.Unprotect(row.Content);
        }
        catch (CryptographicException exception)
        {
            throw new SecretException($"The secret '{row.Name}' could not be decrypted: {exception.Message} This host's key ring is missing or another one; all hosts of a database need the same (MASTERPLAN_KEYS).", exception);
        }
    }
}
