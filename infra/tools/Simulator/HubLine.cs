using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace RetailGuard.Tools.Simulator;

/// <summary>One message of the server's live line, with its arrival.</summary>
/// <param name="Kind"><c>snapshot</c>, <c>delta</c>, <c>store</c>, <c>pulse</c> or <c>signedOut</c>.</param>
public sealed record LiveMessage(string Kind, JsonElement Content, DateTimeOffset ArrivedAt)
{
    /// <summary>The alerts that it shows as they are now: all of the store's, the one that changed, or none.</summary>
    public IEnumerable<JsonElement> Alerts =>
        Kind switch
        {
            "snapshot" => Content.GetProperty("alerts").EnumerateArray(),
            "delta" => [Content.GetProperty("alert")],
            _ => [],
        };
}

/// <summary>A tablet's live line: SignalR over one WebSocket.</summary>
public sealed class HubLine : IAsyncDisposable
{
    private static readonly string[] Kinds = ["snapshot", "delta", "store", "pulse", "signedOut"];

    private readonly HubConnection _connection;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubLine(HubConnection connection)
    {
        _connection = connection;
        connection.Closed += _ =>
        {
            _ended.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the line has ended, whoever ended it.</summary>
    public Task Ended => _ended.Task;

    /// <param name="onMessage">Called for each message in order, never two at once.</param>
    public static async Task<HubLine> ConnectAsync(
        Uri server,
        string token,
        Func<LiveMessage, Task> onMessage,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server, "/hubs/alerts"),
                HttpTransportType.WebSockets,
                options =>
                {
                    options.SkipNegotiation = true;
                    options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                }
            )
            .AddJsonProtocol(options => options.PayloadSerializerOptions = ApiClient.Json)
            .Build();
        foreach (var kind in Kinds)
        {
            connection.On<JsonElement>(kind, content => onMessage(new(kind, content, time.GetUtcNow())));
        }

        // As tablets do: who has been told to go hangs up.
        connection.On<JsonElement>("signedOut", content => _ = connection.StopAsync(CancellationToken.None));

        var line = new HubLine(connection);
        await connection.StartAsync(cancellation);
        return line;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
