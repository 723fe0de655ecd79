using RetailGuard.Testing;

namespace RetailGuard.Bench.Load;

/// <summary>The server's processes: one, or the nodes of one cluster. Whoever gets no answer from one goes to the next.</summary>
internal sealed class ClusterNodes(IReadOnlyList<ServerProcess> nodes) : IAsyncDisposable
{
    public int Count => nodes.Count;

    public ServerProcess this[int number] => nodes[number % nodes.Count];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}
