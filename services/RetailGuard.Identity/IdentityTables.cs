using Microsoft.EntityFrameworkCore;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

internal sealed class IdentityTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<Tenant>(tenant =>
        {
            tenant.OnRecordOf(nameof(Tenant.Id)).ToTable("Tenants").HasKey(t => t.Id);
            tenant.HasIndex(t => t.Slug).IsUnique();
        });
        model.Entity<Store>(store =>
        {
            store.ToTable("Stores").HasKey(s => new { s.Tenant, s.Id });
            store.Ignore(s => s.Jurisdiction);
        });
        model.Entity<Camera>(camera =>
        {
            camera.ToTable("Cameras").HasKey(c => new { c.Tenant, c.Id });
            camera.HasIndex(c => new { c.Tenant, c.StoreId });
        });
        model.Entity<Person>(person =>
        {
            person.ToTable("People").HasKey(p => new { p.Tenant, p.Id });
            person.HasIndex(p => new { p.Tenant, p.Email }).IsUnique();
            person.Ignore(p => p.Roles).Ignore(p => p.Stores);
            person.Property(p => p.Issuers).HasIssuers();
            person.HasMany(p => p.RoleRows).WithOne().HasForeignKey(r => new { r.Tenant, r.PersonId });
            person.HasMany(p => p.StoreRows).WithOne().HasForeignKey(s => new { s.Tenant, s.PersonId });

            // Who somebody is includes what they may do and where.
            person.Navigation(p => p.RoleRows).AutoInclude();
            person.Navigation(p => p.StoreRows).AutoInclude();
        });
        model.Entity<PersonRole>(role =>
        {
            role.ToTable("PersonRoles")
                .HasKey(r => new
                {
                    r.Tenant,
                    r.PersonId,
                    r.Role,
                });
            role.HasIndex(r => new
            {
                r.Tenant,
                r.Role,
                r.PersonId,
            });
        });
        model.Entity<PersonStore>(store =>
        {
            store
                .ToTable("PersonStores")
                .HasKey(s => new
                {
                    s.Tenant,
                    s.PersonId,
                    s.StoreId,
                });
            store.HasIndex(s => new
            {
                s.Tenant,
                s.StoreId,
                s.PersonId,
            });
        });
        model.Entity<Secret>(secret =>
        {
            secret
                .ToTable("Secrets")
                .HasKey(s => new
                {
                    s.Tenant,
                    s.PersonId,
                    s.Kind,
                });

            // Its revision: wrong tries count past it, since they change nothing that was proven.
            secret.Property(s => s.Stamp).IsConcurrencyToken();
            secret.Property(s => s.WrongTries).NotOnRecord();
            secret.Property(s => s.LockedUntil).NotOnRecord();
            secret.Property(s => s.LastStep).NotOnRecord();
        });
        model.Entity<Device>(device =>
        {
            device.ToTable("Devices").HasKey(d => new { d.Tenant, d.Id });
            device.HasIndex(d => d.Credential).IsUnique();

            // A connector says who it is before its tenant is known.
            device.HasIndex(d => d.Id).IsUnique();
        });
        model.Entity<PairingCode>(code =>
        {
            code.ToTable("PairingCodes").HasKey(c => c.CodeHash);
            code.Property(c => c.UsedAt).NotOnRecord();
        });
        model.Entity<Passkey>(passkey =>
        {
            passkey.ToTable("Passkeys").HasKey(p => new { p.Tenant, p.CredentialId });

            // Who signs in with one has not said which retailer they are of.
            passkey.HasIndex(p => p.CredentialId).IsUnique();
            passkey.HasIndex(p => new { p.Tenant, p.PersonId });
            passkey.Property(p => p.SignCount).NotOnRecord();
            passkey.Property(p => p.UsedAt).NotOnRecord();
        });
        model
            .Entity<RecoveryCode>()
            .ToTable("RecoveryCodes")
            .HasKey(c => new
            {
                c.Tenant,
                c.PersonId,
                c.CodeHash,
            });
        model.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("Invitations").HasKey(i => new { i.Tenant, i.PersonId });
            invitation.HasIndex(i => i.CodeHash).IsUnique();

            // Of two people with one code, or one with it while another is made, the later one finds it gone.
            invitation.Property(i => i.CodeHash).IsConcurrencyToken();
        });
        model.Entity<ManagedChange>(change =>
        {
            change.ToTable("ManagedChanges").HasKey(c => new { c.Tenant, c.Id });
            change.HasIndex(c => new
            {
                c.Tenant,
                c.Subject,
                c.At,
            });
        });
        model.Entity<SingleSignOnProvider>(provider =>
        {
            provider.ToTable("SingleSignOnProviders").HasKey(p => p.Tenant);
            provider.Property(p => p.SetterIssuers).HasIssuers();
            provider.Ignore(p => p.DomainList);
        });
        model.Entity<LinkedSubject>(subject =>
        {
            // R24: of two people who link one account at the provider at the same moment, the later one finds it taken.
            subject.ToTable("LinkedSubjects").HasKey(s => new { s.Tenant, s.SubjectHash });
            subject.HasIndex(s => new { s.Tenant, s.PersonId });
        });
        model.Entity<Session>(session =>
        {
            session.ToTable("Sessions").HasKey(s => s.TokenHash);
            session.Property(s => s.ExpiresAt).NotOnRecord();
            session.Property(s => s.EndedAt).NotOnRecord();
            session.HasIndex(s => s.ExpiresAt);
            session.HasIndex(s => new { s.TabletId, s.Turn });
            session.HasIndex(s => s.BrowserHash);
            session.HasIndex(s => s.ChallengeHash).IsUnique();
        });
    }
}
