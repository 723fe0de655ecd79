using Microsoft.AspNetCore.Builder;

namespace RetailGuard.Operations;

/// <summary>Headers that keep a page, and what the API answers, to themselves.</summary>
internal static class SecurityHeaders
{
    public static void Use(IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                headers.ContentSecurityPolicy =
                    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
                if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/edge"))
                {
                    headers.CacheControl = "no-store";
                }

                return next(context);
            }
        );
}
