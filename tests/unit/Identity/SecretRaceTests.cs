using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;
using RetailGuard.Tests.Unit.Storage;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Between what an administrator's reset reads and what it saves, its owner, or a thief, sets something else.</summary>
public sealed class SecretRaceTests : OneRecord
{
    private static readonly PersonId Person = new(new(7, 0, 0, new byte[8]));

    [Fact]
    public async Task A_pin_set_by_the_old_password_does_not_slip_past_the_reset()
    {
        var proven = await HireAsync();
        await using var reset = Database.Of(Tenant);
        await using var choice = Database.Of(Tenant);
        await ResetAsync(reset);
        await Secrets.HoldAsync(choice, Tenant, Person, SecretKind.Password, proven, Cancellation);
        await Secrets.SetAsync(choice, Tenant, Person, SecretKind.Pin, "a PIN", Cancellation);
        await SaveAsync(choice);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(reset));

        await using var again = Database.Of(Tenant);
        await ResetAsync(again);
        await SaveAsync(again);
        (await again.Set<Secret>().AnyAsync(Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_password_changed_by_the_old_one_does_not_bring_back_what_the_reset_took()
    {
        var proven = await HireAsync();
        await using var choice = Database.Of(Tenant);
        await Secrets.HoldAsync(choice, Tenant, Person, SecretKind.Password, proven, Cancellation);
        await using var reset = Database.Of(Tenant);
        await ResetAsync(reset);
        await SaveAsync(reset);
        await Secrets.SetAsync(choice, Tenant, Person, SecretKind.Password, "another", Cancellation);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(choice));
    }

    [Fact]
    public async Task A_passkey_added_in_a_session_that_the_reset_ends_does_not_slip_past_it()
    {
        await HireAsync();
        await using var reset = Database.Of(Tenant);
        await using var choice = Database.Of(Tenant);
        await Secrets.ClaimAsync(choice, Tenant, Person, Cancellation);
        await ResetAsync(reset);
        await SaveAsync(reset);
        await Secrets.SetAsync(choice, Tenant, Person, SecretKind.Passkey, "", Cancellation);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => SaveAsync(choice));
    }

    private static async Task ResetAsync(RetailGuardDb db)
    {
        await Secrets.RemoveAsync(db, Tenant, Person, SecretKind.Password, Cancellation);
        await Secrets.RemoveAsync(db, Tenant, Person, SecretKind.Pin, Cancellation);
        await SecondFactors.RemoveAllAsync(db, Tenant, Person, Cancellation);
    }

    /// <returns>The password's stamp.</returns>
    private async Task<Guid> HireAsync()
    {
        await using var db = Database.Of(Tenant);
        db.Add(
            new Person
            {
                Tenant = Tenant,
                Id = Person,
                Name = "Store staff 1",
                Email = "staff@first.example",
                Roles = [Role.StoreStaff],
                Stores = [],
            }
        );
        await SaveAsync(db);
        var stamp = await Secrets.SetAsync(db, Tenant, Person, SecretKind.Password, "a password", Cancellation);
        await SaveAsync(db);
        return stamp;
    }
}
