using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;

namespace RetailGuard.Server;

/// <summary>Serves the built web apps, each below a path of its own: the stores' tablet, and head office's console.</summary>
internal static class WebApps
{
    /// <param name="Name">Its path, its folder beside an installed server, and in <c>web/apps</c> of the repository.</param>
    /// <param name="Setting">Names another folder.</param>
    /// <param name="HasPages">Whether what follows its path is a page of the app, unless there is such a file.</param>
    private sealed record WebApp(string Name, string Setting, bool HasPages)
    {
        public string Path => "/" + Name;
    }

    private static readonly WebApp Tablet = new("tablet", "Web:TabletFolder", HasPages: false);
    private static readonly WebApp Console = new("console", "Web:ConsoleFolder", HasPages: true);

    /// <summary>The apps' own files only: an answer that holds a secret is never compressed beside what a stranger chose.</summary>
    public static void Compress(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
    }

    public static void UseWebApps(this WebApplication app)
    {
        app.UseRedirect("/", Tablet);
        foreach (var web in (WebApp[])[Tablet, Console])
        {
            app.UseRedirect(web.Path, web);
            var folder = app.Configuration[web.Setting] is { Length: > 0 } set
                ? Path.GetFullPath(set)
                : Find(web, AppContext.BaseDirectory);
            if (folder is not null && Directory.Exists(folder))
            {
                app.UseFiles(web, new PhysicalFileProvider(folder));
            }
        }
    }

    private static void UseRedirect(this WebApplication app, string from, WebApp to) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path == from)
                {
                    context.Response.Redirect(to.Path + "/" + context.Request.QueryString);
                    return Task.CompletedTask;
                }

                return next(context);
            }
        );

    private static void UseFiles(this WebApplication app, WebApp web, PhysicalFileProvider files)
    {
        if (web.HasPages)
        {
            app.Use(
                (context, next) =>
                {
                    // A file has a dot in its name; one that is missing stays missing.
                    if (context.Request.Path.StartsWithSegments(web.Path, out var page) && !Path.HasExtension(page.Value))
                    {
                        context.Request.Path = web.Path + "/";
                    }

                    return next(context);
                }
            );
        }

        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = web.Path });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                RequestPath = web.Path,
                OnPrepareResponse = file =>
                    // Files with a hash in their name never change; the page and the service worker are asked for each time.
                    file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments(web.Path + "/assets")
                        ? "public, max-age=31536000, immutable"
                        : "no-cache",
            }
        );
    }

    /// <summary>Beside the installed server, or in the repository that it was built from.</summary>
    private static string? Find(WebApp web, string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (
                var candidate in (string[])
                    [Path.Combine(folder.FullName, web.Name), Path.Combine(folder.FullName, "web/apps", web.Name, "dist")]
            )
            {
                if (File.Exists(Path.Combine(candidate, "index.html")))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
