// Each test runs a connector in real time, and some look at this process's children.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
