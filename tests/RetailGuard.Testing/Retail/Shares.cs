using System.Text.Json.Nodes;
using RetailGuard.Identity;

namespace RetailGuard.Testing;

/// <summary>Offers an entry to another store, through the real routes.</summary>
public static class Shares
{
    /// <summary>Records the grounds without which nothing is shared.</summary>
    public static async Task OpenAsync(Retailer retailer)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        await OpenAsync(retailer, await (await retailer.HireAsync(Role.PrivacyOfficer)).SignInAsync());
    }

    /// <param name="officer">A privacy officer, signed in.</param>
    public static async Task OpenAsync(Retailer retailer, Api officer)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        ArgumentNullException.ThrowIfNull(officer);
        (await officer.PutAsync("/api/sharing/grounds", Grounds(retailer))).Ok();
        await Posters.RenewAsync(retailer.Admin);
    }

    /// <summary>Grounds that break no rule. Tests change one field.</summary>
    public static JsonObject Grounds(Retailer retailer)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        return new()
        {
            ["ground"] = "seriousThreat",
            ["explanation"] = "People who have struck staff are expected in stores nearby.",
            ["assessment"] = "Assessment 3, section 7",
            ["noticePlan"] = "A letter where an address is known.",
            ["mostKilometres"] = 50,
            ["reviewBy"] = Watchlist.Iso(retailer.Server.Now.AddMonths(6)),
        };
    }

    public static Task<Answer> OfferAsync(Api headOffice, Guid entry, Shop to, string pattern = "severalStoresNearby", int kilometres = 8)
    {
        ArgumentNullException.ThrowIfNull(headOffice);
        ArgumentNullException.ThrowIfNull(to);
        return headOffice.PostAsync(
            $"/api/entries/{entry}/shares",
            new
            {
                storeId = to.Id,
                kilometres,
                pattern,
            }
        );
    }

    /// <summary>A receiver's answers that break no rule. Tests change one field.</summary>
    public static JsonObject Answers(Retailer retailer)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        return new()
        {
            ["label"] = "Subject 1",
            ["harmHere"] = "Threatened the night fill in March.",
            ["adult"] = "yes",
            ["vulnerable"] = "no",
            ["basis"] = "reviewedFootage",
            ["expiresAt"] = Watchlist.Iso(retailer.Server.Now.AddMonths(2)),
            ["notice"] = "wouldDefeatPurpose",
        };
    }
}
