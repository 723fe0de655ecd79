using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Core.Internal;
using RetailGuard.Alerts;
using RetailGuard.Foundation;
using RetailGuard.Protocol.V1;
using RetailGuard.Vision;

namespace RetailGuard.Testing;

/// <summary>A store ready for an alert: Subject A is on its list, a connector is there, and two of its staff are signed in.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly FaceReader _reader;

    private Stage(FaceReader reader) => _reader = reader;

    public required Retailer Retailer { get; init; }

    public required Shop Shop { get; init; }

    /// <summary>Store staff, signed in.</summary>
    public required Employee FirstPerson { get; init; }

    public required Employee SecondPerson { get; init; }

    public required Api First { get; init; }

    public required Api Second { get; init; }

    /// <summary>The store's manager, signed in; proposed the entry.</summary>
    public required Api Manager { get; init; }

    /// <summary>Approved the entry.</summary>
    public required Api HeadOffice { get; init; }

    public required Guid Entry { get; init; }

    public required PairedConnector Paired { get; init; }

    public required Connector Connector { get; init; }

    /// <summary>The picture that the connector brings.</summary>
    public static byte[] LivePicture { get; } = Photos.Of('A', 1);

    /// <summary>What the server keeps of it.</summary>
    public static byte[] KeptPicture { get; } = Kept(LivePicture);

    /// <summary>A JPEG as the server keeps it: written anew, so that nothing but the picture is left.</summary>
    public static byte[] Kept(byte[] jpeg)
    {
        using var frame = Pictures.Decode(jpeg);
        return Pictures.EncodeJpeg(frame, quality: 90);
    }

    /// <param name="retailer">Whose store it becomes; null takes one that all stages of the server share.</param>
    public static async Task<Stage> SetAsync(IServer server, FaceReader reader, Retailer? retailer = null)
    {
        var (crew, shop) = await Crew.OnDutyAsync(server, retailer);
        var (first, second) = (crew.First.At(shop), crew.Second.At(shop));
        var manager = await crew.Manager.SignInAsync(shop);
        var paired = await shop.PairConnectorAsync();
        return new(reader)
        {
            Retailer = shop.Retailer,
            Shop = shop,
            FirstPerson = first,
            SecondPerson = second,
            First = await first.SignInAsync(),
            Second = await second.SignInAsync(),
            Manager = manager,
            HeadOffice = crew.HeadOffice,
            Entry = await Watchlist.ListAsync(shop, manager, crew.HeadOffice, Photos.Of('A')),
            Paired = paired,
            Connector = await Connector.OpenAsync(paired, reader),
        };
    }

    /// <summary>
    /// Has the store look at the record at the time that it is now. After a jump of the clock: a look that had begun before it tells of
    /// the time before, and while the clock stands still no other comes.
    /// </summary>
    public Task LookAsync() => Store.Refresh();

    /// <summary>Has the store start anew, as on another node.</summary>
    public async Task RestartStoreAsync() => await Store.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Somebody walks past the store's first camera.</summary>
    /// <param name="photo">Whom the camera sees.</param>
    public Task<TrackDecision> PassAsync(byte[] photo) =>
        Connector.AskAsync(Connector.Probe(Shop.Cameras[0], _reader, _reader.Template(photo), Paired.Server.Now));

    /// <inheritdoc cref="RunningServer.StepUntilAsync(Func{Task{bool}}, Func{Task}?, TimeSpan?)"/>
    /// <param name="pace">Without it the store's look at the record.</param>
    public Task StepUntilAsync(Func<Task<bool>> holds, Func<Task>? pace = null) => Server.StepUntilAsync(holds, pace ?? LookAsync);

    /// <inheritdoc cref="RunningServer.StepUntilAsync(Task, Func{Task}?)"/>
    /// <param name="pace">Without it the store's look at the record.</param>
    public Task StepUntilAsync(Task comes, Func<Task>? pace = null) => Server.StepUntilAsync(comes, pace ?? LookAsync);

    /// <summary>Subject A walks past; the alert is raised and has no picture yet.</summary>
    public async Task<RaisedAlert> RaiseAsync()
    {
        var decision = await PassAsync(Photos.Of('A'));
        return decision.Verdict == TrackDecision.Types.Verdict.Hold
            ? new(decision.UploadPath)
            : throw new InvalidOperationException($"Subject A raised no alert: {decision}");
    }

    /// <summary>An alert that can be voted on.</summary>
    public async Task<Guid> RaiseWithPictureAsync()
    {
        var raised = await RaiseAsync();
        (await Paired.Server.Anyone.PutAsync(raised.UploadPath, LivePicture)).Ok();
        return raised.Id;
    }

    /// <summary>An alert that two people have confirmed.</summary>
    public async Task<Guid> RaiseAndConfirmAsync()
    {
        var alert = await RaiseWithPictureAsync();
        (await VoteAsync(First, alert)).Ok();
        (await VoteAsync(Second, alert)).Ok();
        return alert;
    }

    /// <param name="version">What the person saw; 2 is an alert whose picture has come.</param>
    public static Task<Answer> VoteAsync(Api person, Guid alert, string answer = "same", int version = 2, Guid? key = null) =>
        person.PostAsync(
            $"/api/alerts/{alert}/votes",
            new
            {
                seenVersion = version,
                answer,
                features = new[] { "ears", "jaw" },
            },
            key ?? Unique.Id()
        );

    /// <param name="version">What the person saw; 3 is a confirmed alert.</param>
    public static Task<Answer> RecordAsync(Api person, Guid alert, string outcome = "observe", int version = 3, Guid? key = null) =>
        person.PostAsync($"/api/alerts/{alert}/outcome", new { seenVersion = version, outcome }, key ?? Unique.Id());

    public ValueTask DisposeAsync() => Connector.DisposeAsync();

    private RunningServer Server => (RunningServer)Paired.Server;

    private IStoreGrain Store
    {
        get
        {
            var tenant = new TenantId(Retailer.Id);
            TenantBoundary.ActFor(tenant);
            var grains = Server.Services.GetRequiredService<IGrainFactory>();
            return grains.GetGrain<IStoreGrain>(GrainKeys.Store(tenant, new(Shop.Id)));
        }
    }
}

/// <summary>What the connector learns of an alert: where to bring the picture.</summary>
public sealed record RaisedAlert(string UploadPath)
{
    // /edge/evidence/TENANT/ALERT/SECRET
    public Guid Id => Guid.Parse(UploadPath.Split('/')[4]);
}
