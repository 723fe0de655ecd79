namespace RetailGuard.Tools.Simulator;

/// <summary>The checked-out repository that this program was built from.</summary>
public static class Repository
{
    /// <exception cref="DirectoryNotFoundException">The program was moved out of its repository.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RetailGuard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("This command needs the repository around it: run it by ./retailguard.");
    }
}
