using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailGuard.Operations;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Whoever sets the machine's clock back has no more time for it.</summary>
public sealed class ClockStepsBackTests(FaceReader reader)
{
    [Fact]
    [Trait("Rule", "R24")]
    [Trait("Rule", "R26")]
    public async Task A_vote_comes_too_late_and_a_sign_in_ends_though_the_machines_clock_says_otherwise()
    {
        using var storage = DataStore.OnDisk();
        var time = TestTime.Clock();
        var machine = new SetClock(time);
        await using var server = await RunningServer.StartAsync(
            storage,
            time,
            configure: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new SteadyClock(machine)))
        );
        await using var stage = await Stage.SetAsync(server, reader);
        var alert = await stage.RaiseWithPictureAsync();
        (await Stage.VoteAsync(stage.First, alert)).Ok();

        machine.SetBy(TimeSpan.FromDays(-1));
        time.Step(TimeSpan.FromMinutes(5));

        (await Stage.VoteAsync(stage.Second, alert)).Refused(HttpStatusCode.Conflict, "alert-expired");
        time.Step(TimeSpan.FromHours(12));
        (await stage.Second.GetAsync("/api/me")).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
    }
}
