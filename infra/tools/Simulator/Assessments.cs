namespace RetailGuard.Tools.Simulator;

/// <summary>Writes a fictional retailer's privacy impact assessment and has it approved, as its people would.</summary>
public static class Assessments
{
    /// <summary>What a fictional retailer's assessment says; every part of it.</summary>
    public static object Content { get; } = new
    {
        purpose = "To keep people who have threatened or hurt staff from coming back unnoticed. Fictional, for demonstrations.",
        harmEvidence = "Incident register, 12 months to June 2026: 41 assaults and threats, 17 by the same 9 people.",
        alternativesTried = "Guards at the entrance, trespass notices on paper, staff trained to calm people down.",
        alternativesResult = "Repeat offenders came back unnoticed in 14 of 17 cases; guards remember few faces.",
        benefit = "Fewer assaults by people who were told not to come back; counted each quarter beside comparison stores.",
        risks = "Somebody is taken for another and approached in front of others. People keep away who have nothing to fear.",
        safeguards = "Two people compare before anybody is approached; faces that match nobody are gone within a second.",
        maoriAsked = "Two local iwi and the company's Māori staff network, in May 2026.",
        maoriSaid = "That faces are tapu, and that Māori are stopped more often than others when systems err.",
        maoriChanged = "Misidentifications are reviewed with the network each quarter, and staff are trained in manaakitanga.",
        sharing = "Nothing is shared with other companies. Stores near to each other share by the manager's own decision.",
        retention = "People stay listed for at most 24 months; pictures of confirmed alerts for 30 days.",
        access = "Staff see alerts of their own store only. Anybody may ask what is held of them.",
        accuracyEvidence = "One false match in a million comparisons at the threshold, measured on public collections.",
        publicSummary = "We recognise people who have threatened or hurt our staff.\nGuards and notices alone did not keep them away. "
            + "Two people check before anybody is approached, and your face is forgotten at once if you are not one of them.",
        reviewMonths = 12,
    };

    /// <summary>A version in force for every store.</summary>
    /// <param name="author">Of head office, signed in.</param>
    /// <param name="first">Signed in; independent of the author, as is the second of both.</param>
    public static async Task ApproveAsync(ApiClient author, ApiClient first, ApiClient second)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        await author.PatchAsync("/api/assessment/draft", Content);
        var version = (await author.PostAsync("/api/assessment/submit", new { })).GetProperty("version").GetInt32();
        await first.PostAsync($"/api/assessment/versions/{version}/approve", new { });
        await second.PostAsync($"/api/assessment/versions/{version}/approve", new { });
    }
}
