namespace Masterplan.Runtime.Authoring;

/// <summary>Makes ids of instances, bookmarks and activity executions: 16 hexadecimal digits.</summary>
public interface IIdentityGenerator
{
    string GenerateId();
}
