namespace Masterplan.Activities.Nodes.Files;

/// <summary>Renders a node's configuration: a pure function of the context.</summary>
public static class NodeConfigurationRenderer
{
    public static NodeConfiguration Render(NodeContext context)
    {
        List<NodeFile> files =
        [
            .. PkiFiles.Render(context),
            .. KubeconfigFiles.Render(context),
            .. NetworkFiles.Render(context),
            .. KubeletFiles.Render(context),
            .. KubeProxyFiles.Render(context),
            .. context.IsMaster ? ControlPlaneFiles.Render(context) : HaproxyFiles.Render(context),
        ];
        return new(files, NodeUnits.Render(context, files), StaticPods.Render(context, files));
    }
}
