using Microsoft.Extensions.Time.Testing;
using RetailGuard.Edge.Decide;
using RetailGuard.Matching;
using RetailGuard.Protocol;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Tests.Unit.Edge;

public sealed class MatchingGateTests
{
    private static readonly Guid Entrance = new("11111111-2222-3333-4444-555555555555");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly MatchingGate _gate;

    public MatchingGateTests() => _gate = new MatchingGate(new EmbeddingSpace("space-1", 4), _time);

    [Fact]
    public void The_gate_is_closed_until_the_cloud_arms_the_camera()
    {
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
        _gate.Connected();
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
        _gate.Apply(Policy(armed: true));
        _gate.ClosedBecause(Entrance).ShouldBeNull();
        _gate.ClosedBecause(Guid.Empty).ShouldNotBeNull("the cloud does not know that camera");
    }

    [Fact]
    [Trait("Rule", "R8")]
    public void A_disarmed_camera_says_why()
    {
        _gate.Connected();
        _gate.Apply(Policy(armed: true));
        _gate.Apply(Policy(armed: false, reason: "The notice at the entrance is out of date."));
        _gate.ClosedBecause(Entrance).ShouldBe("The notice at the entrance is out of date.");
    }

    [Fact]
    [Trait("Rule", "R8")]
    public void An_older_policy_does_not_arm_again()
    {
        _gate.Connected();
        _gate.Apply(Policy(armed: false, version: 8));
        _gate.Apply(Policy(armed: true, version: 7));
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
    }

    [Fact]
    [Trait("Rule", "R56")]
    public void Matching_stops_when_the_cloud_is_not_heard_for_the_lists_validity()
    {
        _gate.Connected();
        _gate.Apply(Policy(armed: true));
        _time.Advance(TimeSpan.FromSeconds(10));
        _gate.ClosedBecause(Entrance).ShouldBeNull();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
        _gate.Heard();
        _gate.ClosedBecause(Entrance).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "R56")]
    public void A_lost_connection_closes_the_gate_and_a_new_one_needs_a_new_policy()
    {
        _gate.Connected();
        _gate.Apply(Policy(armed: true));
        _gate.Disconnected();
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
        _gate.Connected();
        _gate.ClosedBecause(Entrance).ShouldNotBeNull();
    }

    [Fact]
    public void Another_embedding_space_closes_the_gate_and_names_both()
    {
        _gate.Connected();
        var policy = Policy(armed: true);
        policy.Space = "space-2";
        _gate.Apply(policy);
        _gate.ClosedBecause(Entrance)!.ShouldContain("space-2");
    }

    private static Policy Policy(bool armed, string reason = "", ulong version = 1) =>
        new()
        {
            Version = version,
            Space = "space-1",
            ListValidMs = 10_000,
            Cameras =
            {
                new CameraPolicy
                {
                    CameraId = WireId.From(Entrance),
                    Armed = armed,
                    Reason = reason,
                },
            },
        };
}
