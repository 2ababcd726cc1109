using System.Security.Cryptography;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Hosting;

internal sealed class RandomIdentityGenerator : IIdentityGenerator
{
    public string GenerateId() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
