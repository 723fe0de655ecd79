using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Stripe;

namespace RetailGuard.Testing;

/// <summary>How a request to Stripe goes wrong.</summary>
public enum StripeFault
{
    /// <summary>429; nothing is done, nothing is kept.</summary>
    TooMany,

    /// <summary>500; nothing is done, and the answer is kept with the key.</summary>
    Broken,

    /// <summary>No answer, and nothing is done.</summary>
    Hang,

    /// <summary>It is done, and the line is cut before the answer.</summary>
    CutWhenDone,
}

/// <summary>A request as it came.</summary>
/// <param name="Text">Query and body, decoded.</param>
public sealed record StripeRequest(string Method, string Path, string Text, string? Key, int Status)
{
    public string Name => $"{Method} {Path}";
}

/// <summary>
/// Speaks as Stripe does, as far as the product asks, and holds it to Stripe's description: each request names the API's version, each
/// POST has its key, each field is known and of its type. What is asked for is kept in memory, and goes wrong on demand.
/// </summary>
public sealed class StripeServer : IAsyncDisposable
{
    public const string Key = "sk_test_51RetailGuardTests";
    public const string WebhookSecret = "whsec_retailguardtests";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<StripeRequest> _requests = new();
    private readonly List<(StripeFault Fault, Func<string, bool> Where)> _faults = [];
    private readonly Dictionary<string, (string Request, int Status, string Answer)> _kept = [];
    private readonly CancellationTokenSource _ending = new();
    private TaskCompletionSource _asked = NewTurn();
    private readonly StripeState _state;

    private StripeServer(TimeProvider time)
    {
        _time = time;
        _state = new(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>All that came, in order.</summary>
    public IReadOnlyList<StripeRequest> Requests => [.. _requests];

    /// <summary>For a server of the product that bills through this one.</summary>
    public IReadOnlyList<string> Settings =>
        [
            $"--Billing:StripeKey={Key}",
            $"--Billing:StripeWebhookSecret={WebhookSecret}",
            $"--Billing:StripeAddress={Address.ToString().TrimEnd('/')}",
            "--PublicAddress=https://guard.example",
        ];

    /// <param name="time">What the objects' times are by.</param>
    public static async Task<StripeServer> StartAsync(TimeProvider time)
    {
        var server = new StripeServer(time);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Waits until something holds of what was asked; looks after each request.</summary>
    /// <exception cref="WaitTimeoutException">It did not come.</exception>
    public async Task UntilAsync(string what, Func<bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);

        // As long as a keeper may take to begin on a server that starts anew, and to look again.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        while (true)
        {
            var next = Volatile.Read(ref _asked).Task;
            if (holds())
            {
                return;
            }

            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new WaitTimeoutException($"Expected {what}; it never came. Last: {_requests.LastOrDefault()?.Name}", e);
            }
        }
    }

    private static TaskCompletionSource NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="where">Of a request's name, <c>POST /v1/customers</c>; null is the next one.</param>
    public void Fail(StripeFault fault, string? where = null, int times = 1)
    {
        lock (_lock)
        {
            _faults.AddRange(
                Enumerable.Repeat(
                    (fault, (Func<string, bool>)(name => where is null || name.StartsWith(where, StringComparison.Ordinal))),
                    times
                )
            );
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>Reads or changes what Stripe has, as its own machinery or somebody at its screens does.</summary>
    public T Do<T>(Func<StripeState, T> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        lock (_lock)
        {
            return act(_state);
        }
    }

    /// <summary>A word of Stripe's about an object, and its signature.</summary>
    /// <param name="secret">Null is the right one.</param>
    /// <param name="age">How long ago it was signed.</param>
    public (string Json, string Signature) Say(
        string type,
        JsonObject about,
        string? secret = null,
        string? id = null,
        TimeSpan age = default
    )
    {
        ArgumentNullException.ThrowIfNull(about);
        var at = (_time.GetUtcNow() - age).ToUnixTimeSeconds();
        var json = new JsonObject
        {
            ["id"] = id ?? $"evt_{Unique.Name()}",
            ["object"] = "event",
            ["api_version"] = StripeShape.Derived.Version,
            ["created"] = at,
            ["livemode"] = false,
            ["pending_webhooks"] = 1,
            ["request"] = null,
            ["type"] = type,
            ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        }.ToJsonString();
        return (json, EventUtility.GenerateSignatureHeader(json, secret ?? WebhookSecret, at));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var (method, path) = (request.Method, request.Path.Value!);
        var fields = Fields(method == "GET" ? request.QueryString.Value!.TrimStart('?') : body);
        var key = request.Headers["Idempotency-Key"].FirstOrDefault();
        var (status, answer, fault) = Decide(request, method, path, fields, key, $"{path}?{body}");
        _requests.Enqueue(new(method, path, string.Join('&', fields.Select(f => $"{f.Sent}={f.Value}")), key, status));
        Interlocked.Exchange(ref _asked, NewTurn()).TrySetResult();
        switch (fault)
        {
            case StripeFault.Hang:
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                return;
            case StripeFault.CutWhenDone:
                context.Abort();
                return;
            default:
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                context.Response.Headers["Request-Id"] = $"req_{Unique.Name()}";
                await context.Response.WriteAsync(answer);
                return;
        }
    }

    private (int Status, string Answer, StripeFault? Fault) Decide(
        HttpRequest request,
        string method,
        string path,
        IReadOnlyList<(string Sent, string Name, string Value)> fields,
        string? key,
        string whole
    )
    {
        lock (_lock)
        {
            if (request.Headers.Authorization != $"Bearer {Key}")
            {
                return Refused(401, "invalid_request_error", "Invalid API Key provided.");
            }

            if (request.Headers["Stripe-Version"] != StripeShape.Derived.Version)
            {
                return Refused(400, "invalid_request_error", "Another version of the API was expected.");
            }

            if (StripeShape.Derived.OperationOf(method, path) is not { } operation)
            {
                return Refused(404, "invalid_request_error", $"Unrecognized request URL ({method}: {path}).");
            }

            if (method == "POST" && string.IsNullOrEmpty(key))
            {
                return Refused(400, "invalid_request_error", "A POST without an idempotency key.");
            }

            if (StripeShape.Derived.Wrong(operation, [.. fields.Select(f => (f.Name, f.Value))]).FirstOrDefault() is { } wrong)
            {
                return Refused(400, "invalid_request_error", wrong);
            }

            var fault = TakeFault($"{method} {path}");
            if (fault is StripeFault.TooMany)
            {
                return Refused(429, "invalid_request_error", "Too many requests.");
            }

            if (fault is StripeFault.Hang)
            {
                return (0, "", fault);
            }

            if (method != "POST")
            {
                return fault is StripeFault.Broken ? Refused(500, "api_error", "Broken.") : Done(operation, path, fields, fault);
            }

            if (_kept.TryGetValue(key!, out var kept))
            {
                return kept.Request == whole
                    ? (kept.Status, kept.Answer, fault)
                    : Refused(400, "idempotency_error", "Keys for idempotent requests can only be used with the same parameters.");
            }

            var done = fault is StripeFault.Broken ? Refused(500, "api_error", "Broken.") : Done(operation, path, fields, fault);
            _kept[key!] = (whole, done.Status, done.Answer);
            return done;
        }
    }

    private (int Status, string Answer, StripeFault? Fault) Done(
        string operation,
        string path,
        IReadOnlyList<(string Sent, string Name, string Value)> fields,
        StripeFault? fault
    )
    {
        try
        {
            return (200, _state.Run(operation, path.Split('/'), fields).ToJsonString(), fault);
        }
        catch (StripeSaysNoException no)
        {
            var (status, answer, _) = Refused(no.Status, "invalid_request_error", no.Message, no.Code);
            return (status, answer, fault);
        }
    }

    private StripeFault? TakeFault(string name)
    {
        var found = _faults.FindIndex(f => f.Where(name));
        if (found < 0)
        {
            return null;
        }

        var fault = _faults[found].Fault;
        _faults.RemoveAt(found);
        return fault;
    }

    private static (int Status, string Answer, StripeFault? Fault) Refused(int status, string type, string message, string? code = null) =>
        (
            status,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["type"] = type,
                    ["code"] = code,
                    ["message"] = message,
                },
            }.ToJsonString(),
            null
        );

    private static IReadOnlyList<(string Sent, string Name, string Value)> Fields(string encoded) =>
        [
            .. QueryHelpers
                .ParseQuery(encoded)
                .SelectMany(pair => pair.Value.Select(value => (pair.Key, StripeShape.NameOf(pair.Key), value ?? ""))),
        ];
}

internal sealed class StripeSaysNoException(int status, string message, string? code = null) : Exception(message)
{
    public int Status => status;

    public string? Code => code;
}
