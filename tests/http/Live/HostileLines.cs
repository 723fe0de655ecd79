using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace RetailGuard.Tests.Http;

/// <summary>A header that claims to be somebody.</summary>
internal sealed record Credential(string Name, string Value);

/// <summary>Lines to the hub that keep to no rule. Seeded: the same seed says the same things.</summary>
/// <param name="heard">Gets everything that the server says on them.</param>
internal sealed class HostileLines(Uri server, int seed, IReadOnlyList<Credential> credentials, Action<string> heard)
{
    /// <summary>In everything that is said, so that a search finds where it went.</summary>
    public const string Mark = "hostile-4c1f";

    private const string Greeting = """{"protocol":"json","version":1}""" + RecordEnd;
    private const string RecordEnd = "\u001e";

    private static readonly TimeSpan Listen = TimeSpan.FromMilliseconds(300);

    private static readonly string[] Names =
    [
        "snapshot",
        "delta",
        "store",
        "pulse",
        "signedOut",
        "Send",
        "Subscribe",
        "Connect",
        "OnConnectedAsync",
        "OnDisconnectedAsync",
        "Dispose",
        "ToString",
        "GetHashCode",
        "get_Clients",
        "set_Context",
        "../alerts",
        "",
        Mark,
    ];

    /// <summary>One thing after another until it is over.</summary>
    /// <returns>How many lines were tried.</returns>
    public async Task<int> AttackAsync(int number, CancellationToken over)
    {
        var random = new Random(HashCode.Combine(seed, number));
        var attempts = 0;
        while (!over.IsCancellationRequested)
        {
            attempts++;
            try
            {
                await (
                    random.Next(10) switch
                    {
                        0 => HalfOpenAsync(random, over),
                        1 => SayAsync(random, [Bytes(random, random.Next(1, 5000))], over),
                        2 => SayAsync(random, [Text(BrokenGreeting(random))], over),
                        3 => SayAsync(random, [Text(Greeting), Text(new string('[', 1 << random.Next(4, 20)))], over),
                        4 => SayAsync(random, [Text(Greeting), Bytes(random, 1 << random.Next(8, 21))], over),
                        5 => SayAsync(random, [Text(Greeting), .. Repeated(random, 2000)], over),
                        _ => SayAsync(random, [Text(Greeting), .. Repeated(random, random.Next(1, 20))], over),
                    }
                );
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or SocketException)
            {
                // Refused, cut off, or over.
            }
        }

        return attempts;
    }

    /// <summary>A tablet that greets, keeps its line alive and reads nothing, ever again when it is cut.</summary>
    public async Task<int> DeafAsync(CancellationToken over)
    {
        var attempts = 0;
        while (!over.IsCancellationRequested)
        {
            attempts++;
            try
            {
                using var client = new TcpClient { ReceiveBufferSize = 2048 };
                await client.ConnectAsync(server.Host, server.Port, over);
                var stream = client.GetStream();
                await stream.WriteAsync(Upgrade(credentials[0]), over);
                await stream.WriteAsync(Frame(Text(Greeting)), over);
                while (true)
                {
                    await stream.WriteAsync(Frame(Text("""{"type":6}""" + RecordEnd)), over);
                    await Task.Delay(Listen, TimeProvider.System, over);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // Cut off, as it should be, or over.
            }
        }

        return attempts;
    }

    private async Task SayAsync(Random random, IEnumerable<byte[]> messages, CancellationToken over)
    {
        var credential = credentials[random.Next(credentials.Count)];
        using var socket = new ClientWebSocket();
        if (random.Next(8) > 0)
        {
            Claim(socket, credential);
        }

        var query = random.Next(4) == 0 ? $"?access_token={Uri.EscapeDataString(credential.Value)}&id={Mark}" : "";
        await socket.ConnectAsync(new UriBuilder(new Uri(server, $"/hubs/alerts{query}")) { Scheme = "ws" }.Uri, over);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(over);
        var hearing = HearAsync(socket, listening.Token);
        try
        {
            foreach (var message in messages)
            {
                var type = random.Next(20) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
                await socket.SendAsync(message, type, endOfMessage: random.Next(30) > 0, over);
            }
        }
        finally
        {
            listening.CancelAfter(Listen);
            await hearing;
        }
    }

    private static void Claim(ClientWebSocket socket, Credential credential)
    {
        if (credential.Name == "Sec-WebSocket-Protocol")
        {
            socket.Options.AddSubProtocol(new string([.. credential.Value.Where(char.IsAsciiLetterOrDigit)]));
        }
        else
        {
            socket.Options.SetRequestHeader(credential.Name, credential.Value);
        }
    }

    private async Task HearAsync(ClientWebSocket socket, CancellationToken over)
    {
        var buffer = new byte[16 * 1024];
        using var all = new MemoryStream();
        try
        {
            while (await socket.ReceiveAsync(buffer, over) is { MessageType: not WebSocketMessageType.Close } part)
            {
                all.Write(buffer, 0, part.Count);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Heard enough, or cut off.
        }

        heard(Encoding.UTF8.GetString(all.ToArray()));
    }

    /// <summary>A connection that stops in the middle of something.</summary>
    private async Task HalfOpenAsync(Random random, CancellationToken over)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, over);
        byte[] all = [.. Upgrade(credentials[random.Next(credentials.Count)]), .. Frame(Text(Greeting))];
        await client.GetStream().WriteAsync(all.AsMemory(0, random.Next(all.Length)), over);
        client.LingerState = new(enable: random.Next(2) == 0, seconds: 0);
    }

    private static IEnumerable<byte[]> Repeated(Random random, int times) => Enumerable.Range(0, times).Select(_ => Text(Message(random)));

    private static string BrokenGreeting(Random random) =>
        random.Next(7) switch
        {
            0 => """{"protocol":"json","version":1}""",
            1 => $$"""{"protocol":"messagepack","version":1}{{RecordEnd}}""",
            2 => $$"""{"protocol":"{{Mark}}","version":2147483647}{{RecordEnd}}""",
            3 => $$"""{"protocol":"json","version":-1,"version":1,"{{Mark}}":[]}{{RecordEnd}}""",
            4 => $$"""{"protocol":"json","version":"{{Mark}}"}{{RecordEnd}}""",
            5 => new string('{', 1 << random.Next(4, 20)) + RecordEnd,
            _ => $"null{RecordEnd}{RecordEnd}[]{RecordEnd}",
        };

    /// <summary>A record that is nearly one of the protocol's.</summary>
    private static string Message(Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var id = random.Next(3) == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\"invocationId\":\"{random.Next(5)}\",");
        var arguments = random.Next(5) switch
        {
            0 => "[]",
            1 => $"[\"{Mark}\",1,null]",
            2 => $"{{\"{Mark}\":1}}",
            3 => new string('[', 200) + new string(']', 200),
            _ => $"[\"{new string('x', random.Next(1, 20_000))}\"]",
        };
        var record = random.Next(9) switch
        {
            0 => $$"""{"type":4,{{id}}"target":"{{name}}","arguments":{{arguments}}}""",
            1 => $$"""{"type":1,{{id}}"target":"{{name}}","arguments":{{arguments}},"streamIds":["1","2"]}""",
            2 => $$"""{"type":2,{{id}}"item":{{arguments}}}""",
            3 => $$"""{"type":3,{{id}}"result":{{arguments}},"error":"{{Mark}}"}""",
            4 => $$"""{"type":5,{{id}}"target":"{{name}}"}""",
            5 => $$"""{"type":{{random.Next(-3, 12)}},{{id}}"sequenceId":{{random.Next()}}}""",
            6 => $$"""{"type":"{{Mark}}",{{id}}"target":[]}""",
            7 => $$"""{"target":"{{name}}","type":1,"type":1,{{id}}"arguments":{{arguments}}""",
            _ => $$"""{"type":1,{{id}}"target":"{{name}}","arguments":{{arguments}}}""",
        };
        return record + (random.Next(40) == 0 ? "" : RecordEnd);
    }

    private byte[] Upgrade(Credential credential) =>
        Text(
            $"GET /hubs/alerts HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{credential.Name}: {credential.Value}\r\n\r\n"
        );

    /// <summary>A text frame under the mask of zeros, as RFC 6455 asks of clients. At most 125 bytes.</summary>
    private static byte[] Frame(byte[] text) => [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
