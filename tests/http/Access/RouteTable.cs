using System.Net.Http.Json;
using RetailGuard.Testing;
using static RetailGuard.Identity.Role;

namespace RetailGuard.Tests.Http;

/// <summary>Every route and hub of the product. A new one without a row here fails the tests.</summary>
internal static class RouteTable
{
    public static IReadOnlyDictionary<string, Route> ByName { get; } = Rows().ToDictionary(r => r.Name);

    private static IEnumerable<Route> Rows() =>
        [
            Route.ForAnyone("POST", "/api/sign-in"),
            Route.ForAnyone("POST", "/api/sign-in/single-sign-on/offer"),
            Route.ForAnyone("POST", "/api/sign-in/single-sign-on"),
            Route.ForAnyone("POST", "/api/sign-in/single-sign-on/finish"),
            Route.ForAnyone("*", "/single-sign-on/callback"),
            Route.ForRoles("GET", "/api/single-sign-on", TenantAdmin),
            Route.ForRoles("PUT", "/api/single-sign-on", TenantAdmin),
            Route.ForRoles("DELETE", "/api/single-sign-on", TenantAdmin),
            Route.ForRoles("POST", "/api/single-sign-on/approve", TenantAdmin),
            Route.ForRoles("POST", "/api/single-sign-on/try", TenantAdmin),
            Route.ForAll("GET", "/api/me/single-sign-on"),
            Route.ForAll("POST", "/api/me/single-sign-on"),
            Route.ForAll("POST", "/api/me/single-sign-on/finish"),
            Route.ForAll("DELETE", "/api/me/single-sign-on"),
            Route.ForTablets("POST", "/api/tablet/pin"),
            Route.ForAll("POST", "/api/sign-out"),
            Route.ForAll("GET", "/api/me"),
            Route.ForTablets("POST", "/api/tablet/own-pin"),
            Route.ForAll("PUT", "/api/me/pin"),
            Route.ForAll("PUT", "/api/me/password"),
            Route.ForAnyone("POST", "/api/tablet/pair"),
            Route.ForTablets("GET", "/api/tablet"),
            Route.ForAnyone("POST", "/edge/pair"),
            Route.ForAll("GET", "/api/stores"),
            Route.ForRoles("POST", "/api/stores", TenantAdmin),
            Route.ForAll("GET", "/api/stores/{store}/cameras") with
            {
                Foreign = w => Get($"/api/stores/{w.Shop.Id}/cameras"),
            },
            Route.ForRoles("POST", "/api/stores/{store}/cameras", TenantAdmin) with
            {
                Foreign = w => Send($"/api/stores/{w.Shop.Id}/cameras", new { name = "Door 9" }),
            },
            Route.ForRoles("PATCH", "/api/stores/{store}", TenantAdmin) with
            {
                Foreign = w => Send($"/api/stores/{w.Shop.Id}", new { reason = "Moved next door.", address = "2 Example Street" }),
            },
            Route.ForRoles("POST", "/api/stores/{store}/close", TenantAdmin) with
            {
                Foreign = async w => await Because($"/api/stores/{(await w.Stage.Retailer.OpenShopAsync()).Id}/close"),
            },
            Route.ForRoles("POST", "/api/stores/{store}/reopen", TenantAdmin) with
            {
                Foreign = async w =>
                {
                    var shop = await w.Stage.Retailer.OpenShopAsync();
                    (await w.Stage.Retailer.Admin.PostAsync($"/api/stores/{shop.Id}/close", new { reason = "Flooded." })).Ok();
                    return await Because($"/api/stores/{shop.Id}/reopen");
                },
            },
            Route.ForRoles("PATCH", "/api/stores/{store}/cameras/{camera}", TenantAdmin) with
            {
                Foreign = w =>
                    Send($"/api/stores/{w.Shop.Id}/cameras/{w.Shop.Cameras[0]}", new { reason = "Typing error.", name = "Door 1" }),
            },
            Route.ForRoles("POST", "/api/stores/{store}/cameras/{camera}/disable", TenantAdmin) with
            {
                Foreign = async w =>
                {
                    var shop = await w.Stage.Retailer.OpenShopAsync();
                    return await Because($"/api/stores/{shop.Id}/cameras/{shop.Cameras[0]}/disable");
                },
            },
            Route.ForRoles("POST", "/api/stores/{store}/cameras/{camera}/enable", TenantAdmin) with
            {
                Foreign = async w =>
                {
                    var shop = await w.Stage.Retailer.OpenShopAsync();
                    var camera = $"/api/stores/{shop.Id}/cameras/{shop.Cameras[0]}";
                    (await w.Stage.Retailer.Admin.PostAsync($"{camera}/disable", new { reason = "Broken." })).Ok();
                    return await Because($"{camera}/enable");
                },
            },
            Route.ForRoles("GET", "/api/devices", TenantAdmin, StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor) with
            {
                Foreign = w => Get($"/api/devices?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("PATCH", "/api/devices/{device}", TenantAdmin, StoreManager) with
            {
                Foreign = w => Send($"/api/devices/{w.Stage.Paired.Device}", new { reason = "Typing error.", name = "edge 2" }),
            },
            Route.ForRoles("POST", "/api/devices/{device}/revoke", TenantAdmin, StoreManager) with
            {
                Foreign = async w => await Because($"/api/devices/{(await w.Shop.PairConnectorAsync()).Device}/revoke"),
            },
            Route.ForRoles("PATCH", "/api/people/{person}", TenantAdmin) with
            {
                Foreign = w => Send($"/api/people/{w.Stage.FirstPerson.Id}", new { reason = "Married.", name = "Staff 1" }),
            },
            Route.ForRoles("POST", "/api/people/{person}/disable", TenantAdmin) with
            {
                Foreign = async w =>
                    await Because($"/api/people/{(await w.Stage.Retailer.HireUntrainedAsync(StoreStaff, w.Shop)).Id}/disable"),
            },
            Route.ForRoles("POST", "/api/people/{person}/enable", TenantAdmin) with
            {
                Foreign = async w =>
                {
                    var person = $"/api/people/{(await w.Stage.Retailer.HireUntrainedAsync(StoreStaff, w.Shop)).Id}";
                    (await w.Stage.Retailer.Admin.PostAsync($"{person}/disable", new { reason = "On leave." })).Ok();
                    return await Because($"{person}/enable");
                },
            },
            Route.ForRoles("GET", "/api/changes", TenantAdmin, PrivacyOfficer, Auditor),
            Route.ForRoles("POST", "/api/stores/{store}/pairing-codes", TenantAdmin, StoreManager) with
            {
                Foreign = w => Send($"/api/stores/{w.Shop.Id}/pairing-codes", new { kind = "tablet", name = "Tablet 9" }),
            },
            Route.ForRoles("POST", "/api/stores/{store}/gallery/check", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor) with
            {
                Foreign = w => Get($"/api/stores/{w.Shop.Id}/gallery/check"),
            },
            Route.ForRoles("GET", "/api/spaces", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("GET", "/api/spaces/{space}/refused", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer),
            Route.ForRoles("POST", "/api/spaces/{space}/cut-over", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/spaces/{space}/drop", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("GET", "/api/people", TenantAdmin, StoreManager, HeadOfficeLossPrevention, PrivacyOfficer),
            Route.ForRoles("POST", "/api/people", TenantAdmin),
            Route.ForRoles("DELETE", "/api/people/{person}/pin", TenantAdmin, StoreManager) with
            {
                Foreign = w => Get($"/api/people/{w.Stage.FirstPerson.Id}/pin"),
            },
            Route.ForRoles("POST", "/api/people/{person}/invitation", TenantAdmin) with
            {
                Foreign = async w => await Get($"/api/people/{(await w.Stage.Retailer.HireAsync(StoreStaff, w.Shop)).Id}/invitation"),
            },
            Route.ForRoles("DELETE", "/api/people/{person}/invitation", TenantAdmin) with
            {
                Foreign = async w => await Get($"/api/people/{await InvitedAsync(w)}/invitation"),
            },
            Route.ForRoles("POST", "/api/people/{person}/invitation/open", TenantAdmin) with
            {
                Foreign = async w => await Get($"/api/people/{await InvitedAsync(w)}/invitation/open"),
            },
            Route.ForAll("POST", "/api/me/authenticator"),
            Route.ForAll("POST", "/api/me/authenticator/confirm"),
            Route.ForAll("DELETE", "/api/me/authenticator"),
            Route.ForAll("POST", "/api/me/second-factor"),
            Route.ForAll("POST", "/api/me/recovery-codes"),
            Route.ForAll("GET", "/api/me/passkeys"),
            Route.ForAll("POST", "/api/me/passkeys/options"),
            Route.ForAll("POST", "/api/me/passkeys"),
            Route.ForAll("DELETE", "/api/me/passkeys/{passkey}"),
            Route.ForAnyone("POST", "/api/sign-in/passkey/options"),
            Route.ForAnyone("POST", "/api/sign-in/passkey"),
            Route.ForAnyone("POST", "/api/invitation"),
            Route.ForAnyone("POST", "/api/invitation/accept"),
            Route.ForRoles("POST", "/api/people/{person}/vouch", TenantAdmin, StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/people/{w.Stage.FirstPerson.Id}/vouch"),
            },
            Route.ForAll("GET", "/api/training/course"),
            Route.ForAll("POST", "/api/training/exam"),
            Route.ForRoles(
                "GET",
                "/api/training/certificates",
                StoreManager,
                HeadOfficeLossPrevention,
                TenantAdmin,
                PrivacyOfficer,
                Auditor
            ) with
            {
                Foreign = w => Get($"/api/training/certificates?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("POST", "/api/entries", StoreManager, HeadOfficeLossPrevention) with
            {
                Foreign = w =>
                    Task.FromResult(
                        new Sample("/api/entries", () => Watchlist.Form(Watchlist.Statement(w.Shop).ToJsonString(), Photos.Of('B')))
                    ),
            },
            Route.ForRoles("GET", "/api/entries", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/entries?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/entries/{entry}", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/entries/{w.Stage.Entry}"),
            },
            Route.ForRoles("GET", "/api/watchlist", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/watchlist?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/entries/{entry}/photo", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/entries/{w.Stage.Entry}/photo"),
            },
            Route.ForRoles("GET", "/api/entries/{entry}/look-alikes", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/entries/{w.Stage.Entry}/look-alikes"),
            },
            Route.ForRoles("POST", "/api/entries/{entry}/approve", StoreManager, HeadOfficeLossPrevention) with
            {
                Foreign = async w => new($"/api/entries/{await w.ProposedAsync()}/approve", () => null),
            },
            Route.ForRoles("POST", "/api/entries/{entry}/refuse", StoreManager, HeadOfficeLossPrevention) with
            {
                Foreign = async w => await Send($"/api/entries/{await w.ProposedAsync()}/refuse", new { reason = "Not the person." }),
            },
            Route.ForRoles("POST", "/api/entries/{entry}/remove", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/entries/{await w.ProposedAsync()}/remove", new { reason = "Not the person." }),
            },
            Route.ForRoles("GET", "/api/alerts", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor) with
            {
                Foreign = w => Get($"/api/alerts?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/alerts/{alert}/record", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor) with
            {
                Foreign = async w => await Get($"/api/alerts/{await w.AlertAsync()}/record"),
            },
            Route.ForRoles("GET", "/api/audit", Auditor, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("GET", "/api/alerts/{alert}", StoreStaff, StoreManager) with
            {
                Foreign = async w => await Get($"/api/alerts/{await w.AlertAsync()}"),
            },
            Route.ForRoles("GET", "/api/alerts/{alert}/pictures/{which}", StoreStaff, StoreManager) with
            {
                Foreign = async w => await Get($"/api/alerts/{await w.AlertAsync()}/pictures/live"),
            },
            Route.ForRoles("POST", "/api/alerts/{alert}/votes", StoreStaff, StoreManager) with
            {
                Foreign = async w =>
                    await Send($"/api/alerts/{await w.AlertAsync()}/votes", new { seenVersion = 2, answer = "same" }, Unique.Id()),
            },
            Route.ForRoles("POST", "/api/alerts/{alert}/outcome", StoreStaff, StoreManager) with
            {
                Foreign = async w =>
                    await Send($"/api/alerts/{await w.AlertAsync()}/outcome", new { seenVersion = 2, outcome = "observe" }, Unique.Id()),
            },
            Route.ForRoles("POST", "/api/alerts/{alert}/in-aisle", StoreStaff, StoreManager) with
            {
                Foreign = async w =>
                    await Send($"/api/alerts/{await w.AlertAsync()}/in-aisle", new { seenVersion = 2, answer = "same" }, Unique.Id()),
            },
            Route.ForRoles("POST", "/api/alerts/{alert}/dispute", StoreStaff, StoreManager) with
            {
                Foreign = async w => await Get($"/api/alerts/{(await w.CaseAsync()).Alert}/dispute"),
            },
            Route.ForRoles("POST", "/api/alerts/{alert}/alert-again", StoreStaff, StoreManager) with
            {
                Foreign = async w => await Get($"/api/alerts/{await w.AlertAsync()}/alert-again"),
            },
            Route.ForRoles("GET", "/api/entries/suspended", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer),
            Route.ForRoles("POST", "/api/entries/{entry}/reinstate", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/entries/{await w.ProposedAsync()}/reinstate", new { reason = "It was checked." }),
            },
            Route.ForRoles("GET", "/api/criteria", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("PUT", "/api/criteria/proposal", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("DELETE", "/api/criteria/proposal", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/criteria/publish", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/entries/{entry}/criteria-review", StoreManager, HeadOfficeLossPrevention) with
            {
                Foreign = w => Send($"/api/entries/{w.Stage.Entry}/criteria-review", new { meets = true, reason = "It was checked." }),
            },
            Route.ForRoles("POST", "/api/entries/{entry}/revalidate", StoreManager, HeadOfficeLossPrevention) with
            {
                Foreign = w => Send($"/api/entries/{w.Stage.Entry}/revalidate", new { grounds = "The notice is in force." }),
            },
            Route.ForRoles(
                "GET",
                "/api/stores/{store}/false-alerts",
                StoreManager,
                HeadOfficeLossPrevention,
                PrivacyOfficer,
                TenantAdmin,
                Auditor
            ) with
            {
                Foreign = w => Get($"/api/stores/{w.Shop.Id}/false-alerts"),
            },
            Route.ForRoles("PUT", "/api/stores/{store}/false-alerts", TenantAdmin) with
            {
                Foreign = w => Send($"/api/stores/{w.Shop.Id}/false-alerts", new { visitsPerDay = 1_750, oneInDays = 10 }),
            },
            Route.ForRoles("GET", "/api/sharing/grounds", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor),
            Route.ForRoles("PUT", "/api/sharing/grounds", PrivacyOfficer),
            Route.ForRoles("DELETE", "/api/sharing/grounds", PrivacyOfficer),
            Route.ForRoles("POST", "/api/entries/{entry}/shares", HeadOfficeLossPrevention) with
            {
                Foreign = w =>
                    Send(
                        $"/api/entries/{w.Stage.Entry}/shares",
                        new
                        {
                            storeId = w.Shop.Id,
                            kilometres = 8,
                            pattern = "offendedThere",
                        }
                    ),
            },
            Route.ForRoles("GET", "/api/entries/{entry}/shares", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/entries/{w.Stage.Entry}/shares"),
            },
            Route.ForRoles("GET", "/api/shares", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Get($"/api/shares?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/shares/{share}", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/shares/{await w.ShareAsync()}"),
            },
            Route.ForRoles("GET", "/api/shares/{share}/photo", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/shares/{await w.ShareAsync()}/photo"),
            },
            Route.ForRoles("POST", "/api/shares/{share}/accept", StoreManager) with
            {
                Foreign = async w => await Send($"/api/shares/{await w.ShareAsync()}/accept", Shares.Answers(w.Stage.Retailer)),
            },
            Route.ForRoles("POST", "/api/shares/{share}/decline", StoreManager) with
            {
                Foreign = async w => await Send($"/api/shares/{await w.ShareAsync()}/decline", new { reason = "noNeedHere" }),
            },
            Route.ForRoles("POST", "/api/shares/{share}/recall", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/shares/{await w.ShareAsync()}/recall", new { reason = "corrected" }),
            },
            Route.ForRoles("GET", "/api/matching", HeadOfficeLossPrevention, StoreManager, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("POST", "/api/matching/stop", HeadOfficeLossPrevention, StoreManager, PrivacyOfficer, TenantAdmin) with
            {
                Foreign = async w => await Send("/api/matching/stop", await HaltAsync(w)),
            },
            Route.ForRoles("POST", "/api/matching/resume", HeadOfficeLossPrevention, StoreManager, PrivacyOfficer, TenantAdmin) with
            {
                Foreign = async w => await Send("/api/matching/resume", await HaltAsync(w)),
            },
            Route.ForRoles("GET", "/api/cases", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor),
            Route.ForRoles("GET", "/api/cases/{number}", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor) with
            {
                Foreign = async w => await Get($"/api/cases/{(await w.CaseAsync()).Number}"),
            },
            Route.ForRoles("GET", "/api/cases/{number}/pictures/{which}", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/cases/{(await w.CaseAsync()).Number}/pictures/enrolment"),
            },
            Route.ForRoles("PUT", "/api/cases/{number}/misidentification", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w =>
                    await Send(
                        $"/api/cases/{(await w.CaseAsync()).Number}/misidentification",
                        new
                        {
                            cause = "firstVote",
                            apology = "In person.",
                            redress = "A voucher.",
                            fix = "The course again.",
                        }
                    ),
            },
            Route.ForRoles("POST", "/api/cases/{number}/close", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w =>
                    await Send($"/api/cases/{await w.CaseToCloseAsync()}/close", new { finding = "withdrawn", note = "Nothing to find." }),
            },
            Route.ForAll("GET", "/api/cases/{number}/qr.svg") with
            {
                Foreign = async w => await Get($"/api/cases/{(await w.CaseAsync()).Number}/qr.svg"),
            },
            Route.ForAnyone("GET", "/c/{number}"),
            Route.ForAnyone("GET", "/privacy/{store}"),
            Route.ForAnyone("GET", "/privacy/{store}/{door}"),
            Route.ForAnyone("POST", "/privacy/{store}/{door}"),
            Route.ForAnyone("GET", "/privacy/follow"),
            Route.ForAnyone("POST", "/privacy/follow"),
            Route.ForAnyone("POST", "/privacy/follow/message"),
            Route.ForAnyone("POST", "/privacy/follow/statement"),
            Route.ForAnyone("POST", "/privacy/follow/withdraw"),
            Route.ForRoles("GET", "/api/requests", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, Auditor),
            Route.ForRoles("POST", "/api/requests", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = w => Send("/api/requests", World.Intake(w.Shop)),
            },
            Route.ForRoles("GET", "/api/requests/{number}", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/requests/{await w.RequestAsync()}"),
            },
            Route.ForRoles("POST", "/api/requests/{number}/acknowledge", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/requests/{await w.RequestAsync()}/acknowledge"),
            },
            Route.ForRoles("POST", "/api/requests/{number}/tie", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/requests/{await w.RequestAsync()}/tie", new { entry = w.Stage.Entry }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/identity", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/requests/{await w.RequestAsync()}/identity", new { how = "inPerson" }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/extend", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w =>
                    await Send($"/api/requests/{await w.RequestAsync()}/extend", new { workingDays = 5, reason = "Many cameras." }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/transfer", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/requests/{await w.RequestAsync()}/transfer", new { agency = "Store 9 Limited" }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/answer", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/requests/{await w.RequestAsync()}/answer", new { text = "Nothing more." }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/correct", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w =>
                    await Send($"/api/requests/{await w.RequestAsync()}/correct", new { made = "removed", text = "Sorry." }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/refuse", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w =>
                    await Send($"/api/requests/{await w.RequestAsync()}/refuse", new { ground = "notFound", reason = "Nothing is there." }),
            },
            Route.ForRoles("POST", "/api/requests/{number}/statement", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Send($"/api/requests/{await w.RequestAsync()}/statement", new { text = "I was not there." }),
            },
            Route.ForRoles("GET", "/api/requests/{number}/pack", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/requests/{await w.RequestAsync()}/pack"),
            },
            Route.ForRoles("GET", "/api/requests/{number}/pack.html", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/requests/{await w.RequestAsync()}/pack.html"),
            },
            Route.ForRoles("GET", "/api/drills/settings", HeadOfficeLossPrevention, StoreManager, Auditor),
            Route.ForRoles("PUT", "/api/drills/settings", HeadOfficeLossPrevention),
            Route.ForRoles("GET", "/api/drills/volunteers", HeadOfficeLossPrevention, PrivacyOfficer),
            Route.ForRoles("POST", "/api/drills/volunteers", HeadOfficeLossPrevention),
            Route.ForRoles("DELETE", "/api/drills/volunteers/{volunteer:guid}", HeadOfficeLossPrevention, PrivacyOfficer) with
            {
                Foreign = async w => await Get($"/api/drills/volunteers/{await w.VolunteerAsync()}"),
            },
            Route.ForRoles("POST", "/api/drills", HeadOfficeLossPrevention) with
            {
                Foreign = w => Send("/api/drills", new { storeId = w.Shop.Id }),
            },
            Route.ForRoles("GET", "/api/drills/scores", StoreManager, HeadOfficeLossPrevention, Auditor) with
            {
                Foreign = w => Get($"/api/drills/scores?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/reports/timings", StoreManager, HeadOfficeLossPrevention, Auditor) with
            {
                Foreign = w => Get($"/api/reports/timings?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("GET", "/api/reports/misidentifications", HeadOfficeLossPrevention, PrivacyOfficer, Auditor),
            Route.ForRoles("GET", "/api/alerts/retention", PrivacyOfficer, TenantAdmin, HeadOfficeLossPrevention, Auditor),
            Route.ForRoles("PUT", "/api/alerts/retention", PrivacyOfficer),
            Route.ForRoles("GET", "/api/notices", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("PUT", "/api/notices/draft", PrivacyOfficer, TenantAdmin),
            Route.ForRoles("PUT", "/api/notices/maori", PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/notices/publish", PrivacyOfficer, TenantAdmin),
            Route.ForRoles("GET", "/api/notices/versions", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForAll("GET", "/api/stores/{store}/notices") with
            {
                Foreign = w => Get($"/api/stores/{w.Shop.Id}/notices"),
            },
            Route.ForAll("GET", "/api/stores/{store}/notices/{kind}.pdf") with
            {
                Foreign = w => Get($"/api/stores/{w.Shop.Id}/notices/checkout.pdf"),
            },
            Route.ForAll("GET", "/api/entrances") with
            {
                Foreign = w => Get($"/api/entrances?storeId={w.Shop.Id}"),
            },
            Route.ForRoles("POST", "/api/stores/{store}/entrances", PrivacyOfficer, TenantAdmin) with
            {
                Foreign = async w =>
                    await Send($"/api/stores/{(await w.Stage.Retailer.OpenShopAsync()).Id}/entrances", new { name = "Side door" }),
            },
            Route.ForRoles("PATCH", "/api/entrances/{entrance:guid}", PrivacyOfficer, TenantAdmin) with
            {
                Foreign = async w => await Send($"/api/entrances/{await w.EntranceAsync()}", new { name = "North entrance" }),
            },
            Route.ForRoles("POST", "/api/entrances/{entrance:guid}/close", PrivacyOfficer, TenantAdmin) with
            {
                Foreign = async w => await Send($"/api/entrances/{await w.EntranceAsync()}/close", new { }),
            },
            Route.ForAll("GET", "/api/entrances/{entrance:guid}/poster.pdf") with
            {
                Foreign = async w => await Get($"/api/entrances/{await w.EntranceAsync()}/poster.pdf"),
            },
            Route.ForRoles("POST", "/api/entrances/{entrance:guid}/attestations", StoreStaff, StoreManager, TenantAdmin) with
            {
                Foreign = async w =>
                {
                    var entrance = await w.EntranceAsync();
                    return new Sample($"/api/entrances/{entrance}/attestations", () => new ByteArrayContent(Photos.Of('A')));
                },
            },
            Route.ForRoles(
                "GET",
                "/api/entrances/{entrance:guid}/attestations",
                StoreManager,
                HeadOfficeLossPrevention,
                PrivacyOfficer,
                TenantAdmin,
                Auditor
            ) with
            {
                Foreign = async w => await Get($"/api/entrances/{await w.EntranceAsync()}/attestations"),
            },
            Route.ForRoles(
                "GET",
                "/api/attestations/{attestation:guid}/picture",
                StoreManager,
                HeadOfficeLossPrevention,
                PrivacyOfficer,
                TenantAdmin,
                Auditor
            ) with
            {
                Foreign = async w =>
                {
                    var taken = await w.Stage.Retailer.Admin.GetAsync($"/api/entrances/{await w.EntranceAsync()}/attestations");
                    return await Get($"/api/attestations/{taken.Ok().Json[0].GetProperty("id").GetGuid()}/picture");
                },
            },
            Route.ForRoles("GET", "/api/assessment", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("PATCH", "/api/assessment/draft", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/assessment/submit", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/assessment/versions/{version}/approve", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/assessment/versions/{version}/return", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("GET", "/api/assessment/versions", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles(
                "GET",
                "/api/assessment/versions/{version}/assessment.pdf",
                StoreManager,
                HeadOfficeLossPrevention,
                PrivacyOfficer,
                TenantAdmin,
                Auditor
            ),
            Route.ForRoles("GET", "/api/trials", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor),
            Route.ForRoles("POST", "/api/trials", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/trials/{number}/end", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/trials/{number}/verdict", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForRoles("POST", "/api/trials/{number}/agree", HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin),
            Route.ForAnyone("GET", "/privacy/{store}/assessment"),
            Route.ForAnyone("GET", "/privacy/{store}/criteria"),
            Route.ForAll("GET", "/api/jurisdictions"),
            Route.ForRoles("GET", "/api/readiness", StoreManager, HeadOfficeLossPrevention, PrivacyOfficer, TenantAdmin, Auditor) with
            {
                Foreign = w => Get($"/api/readiness?storeId={w.Shop.Id}"),
            },
            Route.ForAnyone("GET", "/n/{code}"),
            Route.ForAnyone("GET", "/privacy/{store}/policy"),
            Route.ForRoles("GET", "/api/mails", TenantAdmin),
            Route.ForRoles("POST", "/api/mails/test", TenantAdmin),
            Route.ForRoles("POST", "/api/mails/{mail}/again", TenantAdmin) with
            {
                Foreign = async w =>
                {
                    (await w.Stage.Retailer.Admin.PostAsync("/api/mails/test")).Ok();
                    var mails = (await w.Stage.Retailer.Admin.GetAsync("/api/mails")).Ok()["mails"];
                    return new($"/api/mails/{mails[0].GetProperty("id").GetGuid()}/again", () => null);
                },
            },
            Route.ForRoles("GET", "/api/billing", TenantAdmin),
            Route.ForRoles("POST", "/api/billing/checkout", TenantAdmin),
            Route.ForRoles("POST", "/api/billing/portal", TenantAdmin),
            Route.ForRoles("GET", "/api/billing/invoices/{month}", TenantAdmin),
            Route.ForAnyone("POST", "/billing/stripe/events"),
            Route.ForAnyone("PUT", "/edge/evidence/{tenant}/{alert}/{secret}"),
            Route.ForAnyone("*", "/edge/stream"),
            Route.ForRolesOrTablet("*", "/hubs/alerts", StoreStaff, StoreManager),
            Route.ForRolesOrTablet("*", "/hubs/alerts/negotiate", StoreStaff, StoreManager),
            Route.ForAnyone("GET", "/openapi/{documentName}.json"),
            Route.ForAnyone("GET", "/api-reference/{documentName?}"),
            Route.ForAnyone("GET", "/api-reference/scalar.js"),
            Route.ForAnyone("GET", "/api-reference/scalar.aspnetcore.js"),
            Route.ForAnyone("GET", "/api-reference/favicon.svg"),
            Route.ForAnyone("*", "/health/live"),
            Route.ForAnyone("*", "/health/ready"),
        ];

    private static async Task<Guid> InvitedAsync(World w)
    {
        var person = (await w.Stage.Retailer.HireUntrainedAsync(StoreStaff, w.Shop)).Id;
        await w.Stage.Retailer.InviteAsync(person);
        return person;
    }

    // In a store where nobody else is, so that the world goes on matching.
    private static async Task<object> HaltAsync(World w) =>
        new
        {
            scope = "store",
            id = (await w.Stage.Retailer.OpenShopAsync()).Id,
            reason = "A test.",
        };

    private static Task<Sample> Get(string path) => Task.FromResult(new Sample(path, () => null));

    private static Task<Sample> Because(string path) => Send(path, new { reason = "It had to be." });

    private static Task<Sample> Send(string path, object body, Guid? key = null) =>
        Task.FromResult(new Sample(path, () => JsonContent.Create(body, body.GetType()), key));
}
