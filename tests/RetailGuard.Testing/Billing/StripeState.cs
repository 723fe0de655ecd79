using System.Globalization;
using System.Text.Json.Nodes;

namespace RetailGuard.Testing;

/// <summary>What an account at Stripe holds: each object as Stripe answers it.</summary>
public sealed class StripeState(TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(30);

    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly Dictionary<string, bool> _cards = [];
    private int _made;

    /// <summary>How often a quantity was really changed.</summary>
    public int QuantityChanges { get; private set; }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>All of a kind, the earliest first: <c>customer</c>, <c>price</c>, <c>checkout.session</c>, …</summary>
    public IReadOnlyList<JsonObject> All(string kind) => [.. _objects.Values.Where(o => Text(o, "object") == kind)];

    public JsonObject Get(string id) =>
        _objects.GetValueOrDefault(id) ?? throw new StripeSaysNoException(404, $"No such object: {id}", "resource_missing");

    /// <summary>The one subscription of a customer.</summary>
    public JsonObject SubscriptionOf(string customer) => All("subscription").Last(s => Text(s, "customer") == customer);

    /// <summary>Quantities by the prices' lookup keys.</summary>
    public static IReadOnlyDictionary<string, long> QuantitiesOf(JsonObject subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        return Items(subscription).ToDictionary(i => Text(i["price"]!.AsObject(), "lookup_key")!, i => i["quantity"]!.GetValue<long>());
    }

    /// <summary>Somebody goes through Checkout.</summary>
    /// <param name="withCard">Not asked for while there is a trial.</param>
    public JsonObject Complete(string session, bool withCard)
    {
        var checkout = Get(session);
        var data = checkout["_data"]!.AsObject();
        var trial = (int?)data["trial"] ?? 0;
        if (trial == 0 && !withCard)
        {
            throw new StripeSaysNoException(402, "A card is asked for.");
        }

        var (id, end) = (Id("sub"), trial > 0 ? Now + (trial * 86_400L) : Now + (long)Period.TotalSeconds);
        var subscription = Add(
            new JsonObject
            {
                ["id"] = id,
                ["object"] = "subscription",
                ["customer"] = Text(checkout, "customer"),
                ["status"] = trial > 0 ? "trialing" : "active",
                ["created"] = Now,
                ["start_date"] = Now,
                ["billing_cycle_anchor"] = end,
                ["currency"] = "nzd",
                ["cancel_at_period_end"] = false,
                ["trial_start"] = trial > 0 ? Now : null,
                ["trial_end"] = trial > 0 ? end : null,
                ["livemode"] = false,
                ["metadata"] = new JsonObject(),
                ["items"] = List([
                    .. data["lines"]!.AsArray().Select(line => Item(id, (string)line!["price"]!, (long)line["quantity"]!, end)),
                ]),
            }
        );
        (checkout["status"], checkout["subscription"], checkout["url"]) = ("complete", id, null);
        _cards[Text(checkout, "customer")!] = withCard;
        return subscription;
    }

    /// <summary>A period ends: the invoice is paid, or the payment fails.</summary>
    public JsonObject Renew(string customer, bool paid)
    {
        var subscription = SubscriptionOf(customer);
        subscription["status"] = paid ? "active" : "past_due";
        foreach (var item in Items(subscription))
        {
            (item["current_period_start"], item["current_period_end"]) = (Now, Now + (long)Period.TotalSeconds);
        }

        return Add(Invoice(subscription, Id("in"), paid ? "paid" : "open", attempts: 1));
    }

    /// <summary>All that is owed is paid.</summary>
    public void Pay(string customer)
    {
        foreach (var invoice in All("invoice").Where(i => Text(i, "customer") == customer && Text(i, "status") == "open"))
        {
            (invoice["status"], invoice["amount_remaining"]) = ("paid", 0);
        }

        SubscriptionOf(customer)["status"] = "active";
    }

    public JsonObject End(string customer)
    {
        var subscription = SubscriptionOf(customer);
        (subscription["status"], subscription["ended_at"], subscription["canceled_at"]) = ("canceled", Now, Now);
        return subscription;
    }

    internal JsonObject Run(string operation, string[] path, IReadOnlyList<(string Sent, string Name, string Value)> fields)
    {
        return operation switch
        {
            "POST /v1/customers" => Add(
                new()
                {
                    ["id"] = Id("cus"),
                    ["object"] = "customer",
                    ["name"] = One("name"),
                    ["created"] = Now,
                    ["metadata"] = Metadata("metadata"),
                }
            ),
            "GET /v1/customers/search" => Found(
                "search_result",
                All("customer").Where(c => One("query") == $"metadata['retailguard_tenant']:'{c["metadata"]!["retailguard_tenant"]}'")
            ),
            "POST /v1/products" => Add(
                new()
                {
                    ["id"] =
                        One("id") is { } id && _objects.ContainsKey(id)
                            ? throw new StripeSaysNoException(400, "Product already exists.", "resource_already_exists")
                            : One("id") ?? Id("prod"),
                    ["object"] = "product",
                    ["name"] = One("name"),
                    ["active"] = true,
                    ["created"] = Now,
                    ["metadata"] = new JsonObject(),
                }
            ),
            "GET /v1/prices" => Found(
                "list",
                All("price").Where(p => fields.Any(f => f.Name == "lookup_keys[]" && f.Value == Text(p, "lookup_key")))
            ),
            "POST /v1/prices" => AddPrice(),
            "GET /v1/tax_rates" => Found("list", All("tax_rate")),
            "POST /v1/tax_rates" => Add(
                new()
                {
                    ["id"] = Id("txr"),
                    ["object"] = "tax_rate",
                    ["active"] = true,
                    ["created"] = Now,
                    ["display_name"] = One("display_name"),
                    ["inclusive"] = One("inclusive") == "true",
                    ["percentage"] = decimal.Parse(One("percentage")!, CultureInfo.InvariantCulture),
                    ["metadata"] = Metadata("metadata"),
                }
            ),
            "GET /v1/subscriptions" => Found("list", All("subscription").Where(IsAsked)),
            "POST /v1/subscriptions/{id}" => Update(Get(path[3])),
            "GET /v1/invoices" => Found(
                "list",
                All("invoice").Where(IsAsked).Where(i => One("status") is not { } s || Text(i, "status") == s)
            ),
            "POST /v1/invoices/create_preview" => Preview(Get(One("subscription")!)),
            "POST /v1/checkout/sessions" => AddCheckout(),
            "POST /v1/checkout/sessions/{id}/expire" => Expire(Get(path[4])),
            "POST /v1/billing_portal/sessions" => new JsonObject
            {
                ["id"] = Id("bps"),
                ["object"] = "billing_portal.session",
                ["customer"] = Text(Get(One("customer")!), "id"),
                ["created"] = Now,
                ["url"] = $"https://billing.stripe.test/{Id("p")}",
            },
            _ => Shown(Get(path[^1])),
        };

        string? One(string name) => fields.Where(f => f.Name == name).Select(f => f.Value).FirstOrDefault();

        string? Sent(string name) => fields.Where(f => f.Sent == name).Select(f => f.Value).FirstOrDefault();

        bool IsAsked(JsonObject o) => One("customer") is not { } customer || Text(o, "customer") == customer;

        JsonObject Metadata(string under) =>
            new(
                fields
                    .Where(f => f.Sent.StartsWith($"{under}[", StringComparison.Ordinal))
                    .Select(f => KeyValuePair.Create(f.Sent[(under.Length + 1)..^1], (JsonNode?)f.Value))
            );

        IEnumerable<(string? Id, string? Price, long Quantity)> Lines(string name)
        {
            for (var i = 0; Sent($"{name}[{i}][quantity]") is { } quantity; i++)
            {
                yield return (Sent($"{name}[{i}][id]"), Sent($"{name}[{i}][price]"), long.Parse(quantity, CultureInfo.InvariantCulture));
            }
        }

        JsonObject AddPrice()
        {
            Get(One("product")!);
            var key = One("lookup_key");
            foreach (var holder in All("price").Where(p => Text(p, "lookup_key") == key))
            {
                holder["lookup_key"] =
                    One("transfer_lookup_key") == "true" ? null : throw new StripeSaysNoException(400, "The lookup key is taken.");
            }

            return Add(
                new()
                {
                    ["id"] = Id("price"),
                    ["object"] = "price",
                    ["active"] = true,
                    ["billing_scheme"] = "per_unit",
                    ["created"] = Now,
                    ["currency"] = One("currency"),
                    ["lookup_key"] = key,
                    ["metadata"] = new JsonObject(),
                    ["product"] = One("product"),
                    ["recurring"] = new JsonObject { ["interval"] = One("recurring.interval"), ["interval_count"] = 1 },
                    ["tax_behavior"] = One("tax_behavior"),
                    ["type"] = "recurring",
                    ["unit_amount"] = long.Parse(One("unit_amount")!, CultureInfo.InvariantCulture),
                }
            );
        }

        JsonObject AddCheckout()
        {
            Get(One("customer")!);
            var lines = Lines("line_items").ToList();
            if (lines.Count == 0 || lines.Exists(l => l.Quantity < 1))
            {
                throw new StripeSaysNoException(400, "Each line has a quantity of one or more.");
            }

            var (id, trial) = (Id("cs_test"), One("subscription_data.trial_period_days"));
            Get(One("subscription_data.default_tax_rates[]")!);
            return Shown(
                Add(
                    new()
                    {
                        ["id"] = id,
                        ["object"] = "checkout.session",
                        ["customer"] = One("customer"),
                        ["client_reference_id"] = One("client_reference_id"),
                        ["created"] = Now,
                        ["expires_at"] = Now + 86_400,
                        ["mode"] = One("mode"),
                        ["payment_method_collection"] = One("payment_method_collection"),
                        ["status"] = "open",
                        ["subscription"] = null,
                        ["url"] = $"https://checkout.stripe.test/{id}",
                        ["metadata"] = new JsonObject(),
                        ["_data"] = new JsonObject
                        {
                            ["trial"] = trial is null ? null : int.Parse(trial, CultureInfo.InvariantCulture),
                            ["lines"] = new JsonArray([
                                .. lines.Select(l =>
                                {
                                    Get(l.Price!);
                                    return (JsonNode)new JsonObject { ["price"] = l.Price, ["quantity"] = l.Quantity };
                                }),
                            ]),
                        },
                    }
                )
            );
        }

        JsonObject Expire(JsonObject session)
        {
            if (Text(session, "status") != "open")
            {
                throw new StripeSaysNoException(400, "Only an open session can be expired.");
            }

            (session["status"], session["url"]) = ("expired", null);
            return Shown(session);
        }

        JsonObject Update(JsonObject subscription)
        {
            if (Text(subscription, "status") is "canceled" or "incomplete_expired")
            {
                throw new StripeSaysNoException(404, "A canceled subscription cannot be updated.", "resource_missing");
            }

            var items = subscription["items"]!["data"]!.AsArray();
            foreach (var (id, price, quantity) in Lines("items"))
            {
                if (id is null)
                {
                    items.Add(
                        (JsonNode)Item(Text(subscription, "id")!, Text(Get(price!), "id")!, quantity, Now + (long)Period.TotalSeconds)
                    );
                    QuantityChanges++;
                    continue;
                }

                var item =
                    Items(subscription).FirstOrDefault(i => Text(i, "id") == id)
                    ?? throw new StripeSaysNoException(404, $"No such subscription item: {id}", "resource_missing");
                if (item["quantity"]!.GetValue<long>() != quantity)
                {
                    item["quantity"] = quantity;
                    QuantityChanges++;
                }
            }

            return Shown(subscription);
        }
    }

    private JsonObject Preview(JsonObject subscription) =>
        Text(subscription, "status") is "canceled"
            ? throw new StripeSaysNoException(404, "No upcoming invoices.", "invoice_upcoming_none")
            : Invoice(subscription, "upcoming_in_1", "draft", attempts: 0);

    private JsonObject Invoice(JsonObject subscription, string id, string status, int attempts)
    {
        var net = Items(subscription).Sum(i => (long)i["quantity"]! * (long)i["price"]!["unit_amount"]!);
        var total = net + (((net * 15) + 50) / 100);
        var end = (long)Items(subscription).First()["current_period_end"]!;
        return new()
        {
            ["id"] = id,
            ["object"] = "invoice",
            ["customer"] = Text(subscription, "customer"),
            ["status"] = status,
            ["number"] = status == "draft" ? null : $"RG-{_made:0000}",
            ["created"] = status == "draft" ? end : Now,
            ["currency"] = "nzd",
            ["attempted"] = attempts > 0,
            ["attempt_count"] = attempts,
            ["amount_due"] = total,
            ["amount_paid"] = status == "paid" ? total : 0,
            ["amount_remaining"] = status == "paid" ? 0 : total,
            ["subtotal"] = net,
            ["total"] = total,
            ["total_excluding_tax"] = net,
            ["period_start"] = Now,
            ["period_end"] = end,
            ["next_payment_attempt"] = status == "draft" ? end : null,
            ["hosted_invoice_url"] = status == "draft" ? null : $"https://invoice.stripe.test/{id}",
            ["status_transitions"] = new JsonObject { ["finalized_at"] = status == "draft" ? null : Now },
            ["lines"] = List([]),
            ["livemode"] = false,
            ["metadata"] = new JsonObject(),
        };
    }

    private JsonObject Item(string subscription, string price, long quantity, long end) =>
        new()
        {
            ["id"] = Id("si"),
            ["object"] = "subscription_item",
            ["created"] = Now,
            ["current_period_start"] = Now,
            ["current_period_end"] = end,
            ["metadata"] = new JsonObject(),
            ["price"] = Get(price).DeepClone(),
            ["quantity"] = quantity,
            ["subscription"] = subscription,
        };

    private JsonObject Add(JsonObject made)
    {
        _objects[Text(made, "id")!] = made;
        return made;
    }

    // What is ours of an object is no part of it.
    private static JsonObject Shown(JsonObject kept)
    {
        var shown = kept.DeepClone().AsObject();
        shown.Remove("_data");
        return shown;
    }

    private static JsonObject List(IReadOnlyList<JsonObject> all) =>
        new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. all]),
            ["has_more"] = false,
            ["url"] = "/v1/list",
        };

    // As Stripe does, the newest first.
    private static JsonObject Found(string kind, IEnumerable<JsonObject> all) =>
        new()
        {
            ["object"] = kind,
            ["data"] = new JsonArray([.. all.Reverse().Select(o => (JsonNode)Shown(o))]),
            ["has_more"] = false,
            ["url"] = "/v1/list",
        };

    private static IEnumerable<JsonObject> Items(JsonObject subscription) =>
        subscription["items"]!["data"]!.AsArray().Select(i => i!.AsObject());

    private static string? Text(JsonObject of, string name) => of[name]?.GetValue<string>();

    private string Id(string prefix) => $"{prefix}_{++_made:00000000}";
}
