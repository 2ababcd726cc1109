namespace Masterplan.Host.Access;

/// <summary>Where the list of users and keys is kept.</summary>
internal interface IAccessStore
{
    /// <summary>The list as it is now; a change by another process is seen.</summary>
    AccessList Read();

    /// <summary>Changes the list whole; of two changes at once none is lost.</summary>
    void Change(Func<AccessList, AccessList> change);
}
