using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailGuard.Foundation;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Work that a retailer's keeper does beside everything else, some of it for hours.</summary>
public sealed class DueWorkTests(FaceReader reader)
{
    [Fact]
    public async Task A_server_that_stops_ends_work_that_is_under_way_instead_of_waiting_for_it()
    {
        using var storage = DataStore.OnDisk();
        var work = new EndlessWork();
        var server = await RunningServer.StartAsync(
            storage,
            configure: services =>
                services.AddSingleton<IDueWork>(work).Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(5))
        );
        await using (var stage = await Stage.SetAsync(server, reader))
        {
            // New retailers are looked for now and then.
            while (!work.Began.IsCompleted)
            {
                server.Time.Step(TimeSpan.FromSeconds(2));
                await Task.WhenAny(work.Began, stage.Connector.NextPingAsync());
            }
        }

        var stopping = server.DisposeAsync();

        await work.Ended;
        await stopping;
        server.Log.Errors.ShouldBeEmpty();
    }

    private sealed class EndlessWork : IDueWork
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Began => _began.Task;

        public Task Ended => _ended.Task.WaitAsync(TimeSpan.FromSeconds(40));

        public TimeSpan Every => TimeSpan.FromMinutes(1);

        public bool AfterChangesOnly => false;

        public async Task DoAsync(TenantId tenant, CancellationToken cancellation)
        {
            _began.TrySetResult();
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
            }
            finally
            {
                _ended.TrySetResult();
            }
        }
    }
}
