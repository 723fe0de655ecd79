using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>Against a server on the loopback interface.</summary>
public sealed class ModelDownloadTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly PackFolder _folder = new();
    private WebApplication _server = null!;
    private RequestDelegate _answer = _ => Task.CompletedTask;
    private int _requests;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return _answer(context);
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_file_with_a_url_is_downloaded_once_and_then_loads()
    {
        var network = _folder.Network("embedder");
        Point(network);
        _answer = context => context.Response.Body.WriteAsync(network).AsTask();

        (await _folder.FetchAsync(_http)).ShouldBe(1);
        (await _folder.FetchAsync(_http)).ShouldBe(0);

        _requests.ShouldBe(1);
        _folder.Load().Name.ShouldBe("faceplugin");
    }

    [Fact]
    public async Task A_download_that_is_not_the_file_meant_is_not_kept()
    {
        Point(_folder.Network("embedder"));
        _answer = context => context.Response.WriteAsync("something else");

        (await Refusal()).Code.ShouldBe("model-hash-wrong");
    }

    [Fact]
    public async Task A_server_that_has_no_such_file_is_told()
    {
        Point(_folder.Network("embedder"));
        _answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };

        var refusal = await Refusal();

        refusal.Code.ShouldBe("model-download-failed");
        refusal.Message.ShouldContain("404");
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_told()
    {
        Point(_folder.Network("embedder"));
        _answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            context.Abort();
        };

        (await Refusal()).Code.ShouldBe("model-download-failed");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_clients_timeout()
    {
        Point(_folder.Network("embedder"));
        _answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        _http.Timeout = TimeSpan.FromMilliseconds(200);

        (await Refusal()).Message.ShouldContain("too long");
    }

    [Fact]
    public async Task A_file_over_the_limit_is_cut_off_whatever_length_the_server_states()
    {
        _answer = async context =>
        {
            for (var i = 0; i < 100; i++)
            {
                await context.Response.WriteAsync(new string('x', 1000), context.RequestAborted);
            }
        };
        var file = new ModelFile(new string('0', 64), "MIT", Url: Address);

        var refusal = await Should.ThrowAsync<ModelPackException>(() =>
            ModelDownload.FetchAsync(file, _folder.Options.CacheFolder, _http, maxBytes: 50_000, TestContext.Current.CancellationToken)
        );

        refusal.Code.ShouldBe("model-download-failed");
        refusal.Message.ShouldContain("larger than");
        _folder.Cached.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private Uri Address => new($"{_server.Urls.Single()}/embedder.onnx");

    private void Point(byte[] network) =>
        _folder.Manifest["embedder"]!["file"] = new JsonObject
        {
            ["url"] = Address.ToString(),
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(network)),
            ["licence"] = "MIT",
        };

    private async Task<ModelPackException> Refusal()
    {
        var refusal = await Should.ThrowAsync<ModelPackException>(() => _folder.FetchAsync(_http));
        _folder.Cached.ShouldBeEmpty();
        return refusal;
    }
}
