using Masterplan.Exoscale.AntiAffinityGroups;
using Masterplan.Exoscale.ElasticIps;
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
/// The Exoscale API v2 of one zone. A call that changes something answers with an <see cref="Operation"/> and does not wait for its end;
/// <see cref="OperationWaiter"/> does. Reads and deletes are repeated after transient faults, every other call is made exactly once.
/// All errors are <see cref="ExoscaleException"/>.
/// </summary>
public interface IExoscaleApi
{
    IZoneApi Zones { get; }

    IInstanceTypeApi InstanceTypes { get; }

    ITemplateApi Templates { get; }

    ISshKeyApi SshKeys { get; }

    ISecurityGroupApi SecurityGroups { get; }

    IAntiAffinityGroupApi AntiAffinityGroups { get; }

    IInstanceApi Instances { get; }

    IElasticIpApi ElasticIps { get; }

    IOperationApi Operations { get; }

    IQuotaApi Quotas { get; }
}
