using RetailGuard.Testing;

namespace RetailGuard.Bench.Load;

/// <summary>The server's processes: one, or the nodes of one cluster. Whoever gets no answer from one goes to the next.</summary>
internal sealed class ClusterNodes(IReadOnlyList<ServerProcess> nodes) : IAsyncDisposable
{
    private uint _turn;

    public int Count => nodes.Count;

    public ServerProcess this[int number] => nodes[number % nodes.Count];

    /// <summary>The others in turn, so that whoever leaves a node spreads over them; the same where there is only one.</summary>
    public int Another(int than) => Count == 1 ? than : (than + 1 + (int)(Interlocked.Increment(ref _turn) % (uint)(Count - 1))) % Count;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}
