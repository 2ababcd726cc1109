#if ELSA
global using Elsa.Extensions;
global using Elsa.Workflows;
global using Elsa.Workflows.Attributes;
global using Elsa.Workflows.Models;
global using Elsa.Workflows.UIHints;
#else
global using Masterplan.Runtime.Authoring;
#endif
