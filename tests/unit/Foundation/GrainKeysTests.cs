using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class GrainKeysTests
{
    private static readonly TenantId Tenant = new(new("11111111-0000-0000-0000-000000000001"));
    private static readonly Guid Id = new("22222222-0000-0000-0000-000000000002");

    [Fact]
    [Trait("Rule", "R22")]
    public void Every_key_begins_with_its_tenant()
    {
        string[] keys = [GrainKeys.Store(Tenant, new(Id)), GrainKeys.Shard(Tenant, new(Id), 3), GrainKeys.Alert(Tenant, new(Id))];
        keys.ShouldAllBe(key => key.StartsWith($"{Tenant}/"));
    }

    [Fact]
    public void A_key_gives_back_what_it_was_made_of()
    {
        GrainKeys.Parse(GrainKeys.Store(Tenant, new(Id))).ShouldBe((Tenant, Id, 0));
        GrainKeys.Parse(GrainKeys.Shard(Tenant, new(Id), 3)).ShouldBe((Tenant, Id, 3));
        GrainKeys.Parse(GrainKeys.Alert(Tenant, new(Id))).ShouldBe((Tenant, Id, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("11111111-0000-0000-0000-000000000001")]
    [InlineData("11111111-0000-0000-0000-000000000001/")]
    [InlineData("/22222222-0000-0000-0000-000000000002")]
    [InlineData("11111111-0000-0000-0000-000000000001/22222222-0000-0000-0000-000000000002/x")]
    [InlineData("11111111-0000-0000-0000-000000000001/22222222-0000-0000-0000-000000000002/1/1")]
    public void A_key_that_was_not_made_here_is_refused(string key) => Should.Throw<FormatException>(() => GrainKeys.Parse(key));
}
