using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Tests.Unit.Identity;

/// <summary>Who may say that an account is its owner's alone.</summary>
[Trait("Rule", "R9")]
[Trait("Rule", "R24")]
public sealed class VouchForPersonTests
{
    private static readonly Signatory Administrator = new(Id(1), []);
    private static readonly Signatory Other = new(Id(2), []);

    [Fact]
    public void Who_is_independent_of_everybody_behind_an_account_takes_them_off()
    {
        var person = Issued(Administrator);
        new Signatory(person.Id, person.Issuers).IsIndependentOf(Administrator).ShouldBeFalse();

        Code(person, Other).ShouldBeNull();
        person.Vouch(Other.Person);

        new Signatory(person.Id, person.Issuers).IsIndependentOf(Administrator).ShouldBeTrue();
        Code(person, Other).ShouldBe("already-vouched");
    }

    [Fact]
    public void Nobody_vouches_for_themselves_or_for_an_account_that_they_may_be_behind()
    {
        var manager = Issued(Administrator, 3);
        var behindManager = new Signatory(manager.Id, manager.Issuers);
        var staff = Issued(behindManager, 4);
        staff.Issuers.ShouldBe([manager.Id, Administrator.Person]);

        Code(staff, new(staff.Id, staff.Issuers)).ShouldBe("same-person");
        Code(staff, behindManager).ShouldBe("not-independent");
        Code(staff, Administrator).ShouldBe("not-independent");
        Code(staff, new(Id(5), [Administrator.Person])).ShouldBe("not-independent", "one who shares an issuer");
        Code(staff, new(Id(5), [Other.Person])).ShouldBeNull();
    }

    [Fact]
    public void What_an_issuer_may_have_known_stays_known_when_the_issuers_own_account_is_cleared()
    {
        var puppet = Issued(Administrator, 3);
        var staff = Issued(new(puppet.Id, puppet.Issuers), 4);
        puppet.Vouch(Other.Person);
        staff.Issuers.ShouldContain(Administrator.Person);
    }

    [Fact]
    public void A_reset_makes_the_account_its_resetters_again()
    {
        var person = Issued(Administrator);
        person.Vouch(Other.Person);
        person.Issue(Other);
        (person.IssuedBy, person.VouchedBy).ShouldBe((Other.Person, null));
        Code(person, Other).ShouldBe("not-independent");
        Code(person, Administrator).ShouldBeNull();
    }

    [Fact]
    public void Who_has_not_accepted_an_invitation_is_nobody_yet() =>
        Code(Issued(Administrator), Other, hasPassword: false).ShouldBe("invitation-open");

    private static string? Code(Person person, Signatory voucher, bool hasPassword = true) =>
        VouchForPerson.Check(person, voucher, hasPassword)?.Code;

    private static Person Issued(Signatory issuer, int number = 9)
    {
        var person = new Person
        {
            Tenant = new(new Guid(100, 0, 0, new byte[8])),
            Id = Id(number),
            Name = $"Staff member {number}",
            Email = $"staff-{number}@example.org",
            Roles = [Role.StoreStaff],
            Stores = [],
        };
        person.Issue(issuer);
        return person;
    }

    private static PersonId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));
}
