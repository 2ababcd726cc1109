using Masterplan.Exoscale.AntiAffinityGroups;
using Masterplan.Exoscale.ElasticIps;
using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.InstanceTypes;
using Masterplan.Exoscale.Operations;
using Masterplan.Exoscale.Quotas;
using Masterplan.Exoscale.SecurityGroups;
using Masterplan.Exoscale.SshKeys;
using Masterplan.Exoscale.Templates;
using Masterplan.Exoscale.Zones;

namespace Masterplan.Exoscale;

/// <summary>
/// The client of the Exoscale API v2. One for a zone and a key, for as long as the process runs: it holds the pool of connections.
/// Safe for use by many threads.
/// </summary>
public sealed class ExoscaleApi : IExoscaleApi, IDisposable
{
    private readonly ExoscaleRequests requests;

    /// <param name="options">Where and as whom; checked here, with all faults in one <see cref="ArgumentException"/>.</param>
    /// <param name="clock">Where the time comes from; the system's when unset. Signatures need the real time.</param>
    /// <param name="connection">What carries the signed requests; a pool of sockets when unset.</param>
    public ExoscaleApi(ExoscaleOptions options, TimeProvider? clock = null, HttpMessageHandler? connection = null)
    {
        options.Validate();
        requests = new(options, clock ?? TimeProvider.System, connection ?? HandlerChain.Connection(options));
        Zones = new ZoneApi(requests);
        InstanceTypes = new InstanceTypeApi(requests);
        Templates = new TemplateApi(requests);
        SshKeys = new SshKeyApi(requests);
        SecurityGroups = new SecurityGroupApi(requests);
        AntiAffinityGroups = new AntiAffinityGroupApi(requests);
        Instances = new InstanceApi(requests);
        ElasticIps = new ElasticIpApi(requests);
        Operations = new OperationApi(requests);
        Quotas = new QuotaApi(requests);
    }

    /// <summary>A pool of connections as the client makes one itself, for those who put something in front of it.</summary>
    public static HttpMessageHandler Connection(ExoscaleOptions options) => HandlerChain.Connection(options);

    public IZoneApi Zones { get; }

    public IInstanceTypeApi InstanceTypes { get; }

    public ITemplateApi Templates { get; }

    public ISshKeyApi SshKeys { get; }

    public ISecurityGroupApi SecurityGroups { get; }

    public IAntiAffinityGroupApi AntiAffinityGroups { get; }

    public IInstanceApi Instances { get; }

    public IElasticIpApi ElasticIps { get; }

    public IOperationApi Operations { get; }

    public IQuotaApi Quotas { get; }

    public void Dispose() => requests.Dispose();
}
