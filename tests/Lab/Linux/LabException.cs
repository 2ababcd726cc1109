namespace Masterplan.Lab.Linux;

/// <summary>Something that the lab needs of the machine did not work.</summary>
public sealed class LabException(string message, Exception? inner = null) : Exception(message, inner);
