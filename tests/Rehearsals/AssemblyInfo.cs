// Each test has a host, a rehearsal and sometimes kubectl; more of them at a time only wait for each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
