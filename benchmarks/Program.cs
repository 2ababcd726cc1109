using System.CommandLine;
using Masterplan.Bench.Bootstrap;
using Masterplan.Bench.Hosts;
using Masterplan.Bench.Pki;
using Masterplan.Bench.Runtime;
using Masterplan.Bench.Serving;

var root = new RootCommand("Measures Masterplan on this machine.") { BootstrapBench.Create(), RuntimeBench.Create(), PkiBench.Create(), HttpBench.Create(), ListsBench.Create(), EditorBench.Create(), HostsBench.Create() };
return await root.Parse(args).InvokeAsync();
