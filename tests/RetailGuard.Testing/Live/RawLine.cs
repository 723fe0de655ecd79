using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;

namespace RetailGuard.Testing;

/// <summary>A tablet's live line as bare text: everything that the server sends on it, whatever it is called.</summary>
public sealed class RawLine : IAsyncDisposable
{
    // SignalR's JSON protocol ends each record with this.
    private const char RecordEnd = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<string> _records = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _all = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _reading = Task.CompletedTask;

    private RawLine() { }

    /// <summary>All text so far that was awaited with <see cref="UntilAsync"/>.</summary>
    public string All => _all.ToString();

    public static async Task<RawLine> OpenAsync(Api person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var line = new RawLine();
        foreach (var (name, value) in person.Headers)
        {
            line._socket.Options.SetRequestHeader(name, value);
        }

        await line._socket.ConnectAsync(
            new UriBuilder(new Uri(person.Server, "/hubs/alerts")) { Scheme = "ws" }.Uri,
            CancellationToken.None
        );
        var greeting = Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}""" + RecordEnd);
        await line._socket.SendAsync(greeting, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        line._reading = line.ReadAsync();
        await line.UntilAsync(r => r.Contains("\"type\":1", StringComparison.Ordinal), "a first message");
        return line;
    }

    /// <summary>Reads on until a record fits.</summary>
    public Task<string> UntilAsync(Func<string, bool> fits, string expected) =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                while (true)
                {
                    var record = await _records.Reader.ReadAsync(limit);
                    _all.AppendLine(record);
                    if (fits(record))
                    {
                        return record;
                    }
                }
            },
            expected,
            () => All
        );

    /// <summary>Waits until the server cuts the line.</summary>
    public Task CutAsync() =>
        WaitLimit.WaitAsync(
            async limit =>
            {
                await _reading.WaitAsync(limit);
                return true;
            },
            "the end of the line",
            () => All
        );

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        _socket.Dispose();
        _ending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var unfinished = "";
        try
        {
            while (await _socket.ReceiveAsync(buffer, _ending.Token) is { MessageType: WebSocketMessageType.Text } part)
            {
                var records = (unfinished + Encoding.UTF8.GetString(buffer, 0, part.Count)).Split(RecordEnd);
                foreach (var record in records[..^1])
                {
                    _records.Writer.TryWrite(record);
                }

                unfinished = records[^1];
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Hung up, by either side.
        }
        finally
        {
            _records.Writer.TryComplete();
        }
    }
}
