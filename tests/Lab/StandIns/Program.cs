using Masterplan.StandIns;

try
{
    return args is ["kubelet", .. var rest] ? await Kubelet.RunAsync(rest) : throw new RefusalException($"There is no stand-in for '{string.Join(' ', args)}'.");
}
catch (RefusalException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
