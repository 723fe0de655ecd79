using System.CommandLine;

namespace RetailGuard.Bench.Load;

/// <summary><c>bench confirmation</c>, <c>alerts</c>, <c>database-hang</c>, <c>strangers</c> and <c>cluster</c>: measures the product on this machine.</summary>
internal static class BenchCommand
{
    public static RootCommand Create() =>
        new("Measure the product on this machine.") { Confirmation(), Alerts(), DatabaseHang(), Strangers(), Cluster() };

    private static Command Confirmation()
    {
        var stores = Number("--stores", 20, "Stores, each with a connector, three tablets and two scripted voters.");
        var alerts = Number("--alerts", 10, "Alerts in each store: at most 15, three entries of five (R7).");
        var every = Number("--every", 8, "Seconds between two alerts of a store.");
        var look = Number("--look", 2, "Seconds that a voter looks at the pictures.");
        var command = new Command("confirmation", "From the camera to the tablets, two votes and the outcome, over the real wire.")
        {
            stores,
            alerts,
            every,
            look,
        };
        command.SetAction(
            (given, cancellation) =>
                ConfirmationBench.RunAsync(
                    new(
                        given.GetValue(stores),
                        given.GetValue(alerts),
                        TimeSpan.FromSeconds(given.GetValue(every)),
                        TimeSpan.FromSeconds(given.GetValue(look))
                    ),
                    TimeProvider.System,
                    cancellation
                )
        );
        return command;
    }

    private static Command Alerts()
    {
        var stores = Number("--stores", 320, "Stores, each with a connector.");
        var entries = Number("--entries", 72, "Entries on each store's list.");
        var waiting = Number("--waiting", 4, "Probes that each connector keeps waiting at full load.");
        var seconds = Number("--seconds", 20, "Seconds at full load, and at half of it.");
        var command = new Command("alerts", "Faces per second over the real wire into a server on this machine.")
        {
            stores,
            entries,
            waiting,
            seconds,
        };
        command.SetAction(
            (given, cancellation) =>
                AlertsBench.RunAsync(
                    new(
                        given.GetValue(stores),
                        given.GetValue(entries),
                        given.GetValue(waiting),
                        TimeSpan.FromSeconds(given.GetValue(seconds))
                    ),
                    TimeProvider.System,
                    cancellation
                )
        );
        return command;
    }

    private static Command DatabaseHang()
    {
        var stores = Number("--stores", 40, "Stores, each with a connector.");
        var entries = Number("--entries", 72, "Entries on each store's list.");
        var faces = Number("--faces", 2_000, "Faces per second, of all stores together.");
        var seconds = Number("--seconds", 30, "Seconds that the database hangs, and of the parts before and after.");
        var command = new Command("database-hang", "Whether decisions wait for a database that does not answer.")
        {
            stores,
            entries,
            faces,
            seconds,
        };
        command.SetAction(
            (given, cancellation) =>
                DatabaseHangBench.RunAsync(
                    new(
                        given.GetValue(stores),
                        given.GetValue(entries),
                        given.GetValue(faces),
                        TimeSpan.FromSeconds(given.GetValue(seconds))
                    ),
                    TimeProvider.System,
                    cancellation
                )
        );
        return command;
    }

    private static Command Strangers()
    {
        var stores = Number("--stores", 40, "Stores, each with a connector.");
        var entries = Number("--entries", 72, "Entries on each store's list.");
        var faces = Number("--faces", 2_000, "Faces per second, of all stores together.");
        var seconds = Number("--seconds", 30, "Seconds that strangers try, and of the parts before and after.");
        var strangers = Number("--strangers", 200, "Who try to sign in at any moment, again at once when refused.");
        var command = new Command("strangers", "Whether decisions wait for strangers who try to sign in.")
        {
            stores,
            entries,
            faces,
            seconds,
            strangers,
        };
        command.SetAction(
            (given, cancellation) =>
                StrangersBench.RunAsync(
                    new(
                        given.GetValue(stores),
                        given.GetValue(entries),
                        given.GetValue(faces),
                        TimeSpan.FromSeconds(given.GetValue(seconds))
                    ),
                    given.GetValue(strangers),
                    TimeProvider.System,
                    cancellation
                )
        );
        return command;
    }

    private static Command Cluster()
    {
        var nodes = Number("--nodes", 3, "Server processes on one record.");
        var kills = Number("--kills", 10, "How often one of them is killed with -9.");
        var stores = Number("--stores", 40, "Stores, each with a connector, a tablet and two people who vote.");
        var seconds = Number("--seconds", 120, "Seconds of load at least; kills that take longer prolong it.");
        var command = new Command("cluster", "Nodes that are killed while people vote: what was acknowledged must be on record, once.")
        {
            nodes,
            kills,
            stores,
            seconds,
        };
        command.SetAction(
            (given, cancellation) =>
                ClusterBench.RunAsync(
                    new(
                        given.GetValue(nodes),
                        given.GetValue(kills),
                        given.GetValue(stores),
                        TimeSpan.FromSeconds(given.GetValue(seconds))
                    ),
                    TimeProvider.System,
                    cancellation
                )
        );
        return command;
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };
}
