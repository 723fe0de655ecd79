using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Orleans.Runtime;
using RetailGuard.Foundation;

namespace RetailGuard.Server;

/// <summary>
/// Declares a node dead when nothing listens at its address any more: its process has ended, whatever became of the machine. Its stores
/// need not wait then until Orleans has missed enough of its answers, which takes 15 s and more. A machine that is gone answers
/// nothing, not even a refusal, and is left to Orleans.
/// </summary>
internal sealed partial class NodeWatch(IClusterMembershipService membership, ILocalSiloDetails self, ILogger<NodeWatch> logger)
    : BackgroundService,
        INodeWatch
{
    /// <summary>So often in turn must a node refuse: one that starts again in its place may just not listen yet.</summary>
    private const int Refusals = 3;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);

    /// <summary>A node that lives logs each look at it as a connection that said nothing.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _suspicions = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Suspect() => _suspicions.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _suspicions.Reader.ReadAllAsync(stoppingToken))
        {
            var others = membership.CurrentSnapshot.Members.Values.Where(m =>
                m.Status is SiloStatus.Active && !m.SiloAddress.Equals(self.SiloAddress)
            );
            await Task.WhenAll(others.Select(m => LookAsync(m.SiloAddress, stoppingToken)));
            await Task.Delay(BetweenLooks, TimeProvider.System, stoppingToken);
        }
    }

    private async Task LookAsync(SiloAddress node, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < Refusals; i++)
            {
                if (!await RefusesAsync(node.Endpoint, cancellation))
                {
                    return;
                }

                await Task.Delay(BetweenTries, TimeProvider.System, cancellation);
            }

            if (await membership.TryKill(node))
            {
                LogGone(node.Endpoint);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            LogNotDeclared(e, node.Endpoint);
        }
    }

    private static async Task<bool> RefusesAsync(IPEndPoint at, CancellationToken cancellation)
    {
        using var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswersWithin);
        try
        {
            await socket.ConnectAsync(at, limit.Token);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Nothing listens at {Node} any more: the node is declared dead, and others take its stores over.")]
    private partial void LogGone(IPEndPoint node);

    [LoggerMessage(LogLevel.Error, "The node at {Node} could not be declared dead; Orleans will do so when it has missed enough answers.")]
    private partial void LogNotDeclared(Exception exception, IPEndPoint node);
}
