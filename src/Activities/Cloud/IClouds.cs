using Masterplan.Exoscale;

namespace Masterplan.Activities.Cloud;

/// <summary>The cloud that clusters are built on: the real Exoscale, or a rehearsal of it.</summary>
public interface IClouds
{
    /// <summary>Whether nothing that is done here costs money or reaches the internet.</summary>
    bool IsRehearsal { get; }

    /// <summary>The API of a zone.</summary>
    IExoscaleApi Zone(string zone);
}
