namespace Masterplan.Runtime.Authoring;

public enum PortType
{
    Flow,
    Embedded,
}
