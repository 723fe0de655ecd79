using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;

namespace RetailGuard.Server;

/// <summary>Serves the built tablet app below /tablet/.</summary>
internal static class TabletApp
{
    private const string Path = "/tablet";

    /// <summary>The app's own files only: an answer that holds a secret is never compressed beside what a stranger chose.</summary>
    public static void Compress(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
    }

    public static void UseTabletApp(this WebApplication app)
    {
        var folder = app.Configuration["Web:TabletFolder"] is { Length: > 0 } set
            ? System.IO.Path.GetFullPath(set)
            : Find(AppContext.BaseDirectory);
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path == "/" || context.Request.Path == Path)
                {
                    context.Response.Redirect(Path + "/" + context.Request.QueryString);
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );
        if (folder is null || !Directory.Exists(folder))
        {
            return;
        }

        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Path });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                RequestPath = Path,
                OnPrepareResponse = file =>
                    // Files with a hash in their name never change; the page and the service worker are asked for each time.
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments(Path + "/assets")
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            }
        );
    }

    /// <summary>Beside the installed server, or in the repository that it was built from.</summary>
    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (
                var candidate in (string[])
                    [System.IO.Path.Combine(folder.FullName, "tablet"), System.IO.Path.Combine(folder.FullName, "web/apps/tablet/dist")]
            )
            {
                if (File.Exists(System.IO.Path.Combine(candidate, "index.html")))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
