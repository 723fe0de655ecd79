using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>Tenants, stores, cameras, people, devices; who is asking and what they may do.</summary>
public sealed class IdentityModule : IModule
{
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ITables, IdentityTables>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = SecretHasher.Iterations);
        services.AddSingleton<PasswordHasher<object>>();
        services.AddSingleton<SecretHasher>();
        services.AddSingleton<Secrets>();
        services.AddSingleton<StrangerTries>();
        GuessLimit.Add(services, configuration);
        services.AddSingleton<Sessions>();
        services.AddSingleton<LiveLines>();
        services.AddSingleton<IReadinessRule, CamerasRegistered>();
        services.AddSingleton<IReadinessRule, StoresOpen>();
        services.AddSingleton<IReadinessRule, JurisdictionAllowed>();
        services.AddSingleton<ManagedChanges>();
        services.AddSingleton<Growth>();
        services.AddSingleton<OpenSession>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<StaffMail>();
        services.AddSingleton<SecondFactors>();
        var toPrivate = ProviderLine.IsPrivateAllowed(configuration);
        services.AddSingleton(s => new ProviderLine(toPrivate, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProviderDiscovery>();
        services.AddSingleton<ProviderSecrets>();
        services.AddSingleton<ProviderExchange>();
        services.AddSingleton<ProviderTrips>();
        services.AddSingleton<SubjectLinks>();
        services.AddSingleton<Devices>();
        services.AddSingleton<IDueWork, ForgetSignIns>();
        services.AddSingleton<CreateTenant>();
        services.AddSingleton<AddAdministrator>();
        services.AddSingleton<OperatorInvitations>();
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(AccessSchemes.Person, null)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(AccessSchemes.Tablet, null);

        // A route that declares nothing is refused to everybody.
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(AccessSchemes.Person).RequireAssertion(_ => false).Build());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        SignIn.Map(routes);
        PairDevice.Map(routes);
        ManageStores.Map(routes);
        ListJurisdictions.Map(routes);
        ManageCameras.Map(routes);
        ManageDevices.Map(routes);
        ManagePeople.Map(routes);
        ManagedChanges.Map(routes);
        VouchForPerson.Map(routes);
        ChooseSecrets.Map(routes);
        InvitePerson.Map(routes);
        AcceptInvitation.Map(routes);
        AuthenticatorApp.Map(routes);
        Passkeys.Map(routes);
        SetProvider.Map(routes);
        SignInWithProvider.Map(routes);
        LinkSubject.Map(routes);
    }
}
