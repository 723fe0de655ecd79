using RetailGuard.Billing;

namespace RetailGuard.Tests.Unit.Billing;

/// <summary>Steps of what is not paid: each at its day, once, and none without its notice.</summary>
public sealed class DunningTests
{
    private static readonly DateTimeOffset Owed = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_step_comes_at_its_day_and_not_before()
    {
        var account = Owing();
        foreach (var day in Dunning.Days)
        {
            Dunning.Due(account, Owed.AddDays(day).AddTicks(-1)).ShouldBeEmpty($"day {day}");
            Dunning.Due(account, Owed.AddDays(day)).ShouldBe([day]);
            account.Tell(day);
            if (day == Dunning.StopAnnouncedDay)
            {
                account.AnnounceStop(Owed.AddDays(day));
            }
        }

        Dunning.Due(account, Owed.AddYears(1)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(53, 60)]
    [InlineData(55, 62)]
    [InlineData(90, 97)]
    public void Matching_stops_a_week_after_the_stores_were_told_however_late_that_is(int announced, int stops)
    {
        var account = Owing();
        account.Tell(Dunning.StopAnnouncedDay);
        Dunning.StopsAt(account).ShouldBeNull();
        Dunning.Due(account, Owed.AddDays(announced)).ShouldBeEmpty("nothing stops that was not announced");
        account.AnnounceStop(Owed.AddDays(announced));

        Dunning.StopsAt(account).ShouldBe(Owed.AddDays(stops));
        Dunning.StateOf(account, Owed.AddDays(stops).AddTicks(-1)).ShouldBe(PaymentState.StopAnnounced);
        Dunning.StateOf(account, Owed.AddDays(stops)).ShouldBe(PaymentState.Stopped);
        Dunning.Due(account, Owed.AddDays(stops).AddTicks(-1)).ShouldBeEmpty();
        Dunning.Due(account, Owed.AddDays(stops)).ShouldBe([Dunning.MatchingStopsDay]);
    }

    [Fact]
    public void What_is_paid_forgives_the_words_and_a_later_debt_has_all_its_days()
    {
        var account = Owing();
        account.Tell(Dunning.StopAnnouncedDay);
        account.AnnounceStop(Owed.AddDays(53));

        account.Take(Seen(null));
        Dunning.StateOf(account, Owed.AddYears(1)).ShouldBe(PaymentState.InOrder);
        account.Take(Seen(Owed.AddDays(70)));

        (account.ToldDay, account.StopAnnouncedAt).ShouldBe((0, null));
        Dunning.StateOf(account, Owed.AddDays(75)).ShouldBe(PaymentState.Overdue);
    }

    [Fact]
    public void What_stripe_says_again_is_no_change()
    {
        var account = Owing();
        account.Take(Seen(Owed)).ShouldBeFalse();
        account.Take(Seen(null)).ShouldBeTrue();
    }

    private static BillingAccount Owing()
    {
        var account = new BillingAccount { Tenant = new(new(1, 0, 0, new byte[8])), CustomerRequest = default };
        account.Take(Seen(Owed));
        return account;
    }

    private static Seen Seen(DateTimeOffset? since) =>
        new("sub_1", since is null ? Standing.Active : Standing.PastDue, TrialEndsAt: null, CancelsAt: null, since, new(1, 2));
}
