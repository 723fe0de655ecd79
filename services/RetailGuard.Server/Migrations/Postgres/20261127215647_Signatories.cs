using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Signatories : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Issuers", table: "Votes", type: "text", nullable: false, defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "AskerIssuers",
                table: "TenantSpaces",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<bool>(name: "IsOwn", table: "Secrets", type: "boolean", nullable: false, defaultValue: false);

            migrationBuilder.AddColumn<string>(name: "Issuers", table: "People", type: "text", nullable: false, defaultValue: "");

            migrationBuilder.AddColumn<Guid>(name: "VouchedBy", table: "People", type: "uuid", nullable: true);

            migrationBuilder.AddColumn<string>(name: "EnrollerIssuers", table: "Entries", type: "text", nullable: false, defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ReinstateAskerIssuers",
                table: "Entries",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            // What earlier versions knew: who issued an account, and so on up the line.
            migrationBuilder.Sql(
                """
                UPDATE "People" SET "Issuers" = COALESCE((
                    WITH RECURSIVE "Line" ("Tenant", "Id", "Issuer") AS (
                        SELECT "Tenant", "Id", "IssuedBy" FROM "People" WHERE "IssuedBy" IS NOT NULL
                        UNION
                        SELECT l."Tenant", l."Id", p."IssuedBy" FROM "Line" l
                        JOIN "People" p ON p."Tenant" = l."Tenant" AND p."Id" = l."Issuer" WHERE p."IssuedBy" IS NOT NULL)
                    SELECT string_agg(CAST("Issuer" AS text), ',') FROM "Line" WHERE "Line"."Tenant" = "People"."Tenant" AND "Line"."Id" = "People"."Id"), '')
                """
            );
            migrationBuilder.Sql("""UPDATE "Votes" SET "Issuers" = COALESCE(CAST("AccountIssuedBy" AS text), '')""");
            migrationBuilder.Sql(Of("Entries", "EnrolledBy", "EnrollerIssuers"));
            migrationBuilder.Sql(Of("Entries", "ReinstateAskedBy", "ReinstateAskerIssuers"));
            migrationBuilder.Sql(Of("TenantSpaces", "AskedBy", "AskerIssuers"));
            migrationBuilder.DropColumn(name: "AccountIssuedBy", table: "Votes");

            static string Of(string table, string person, string issuers) =>
                $"""
                    UPDATE "{table}" SET "{issuers}" = COALESCE((
                        SELECT p."Issuers" FROM "People" p WHERE p."Tenant" = "{table}"."Tenant" AND p."Id" = "{table}"."{person}"), '')
                    """;
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "Issuers", table: "Votes");

            migrationBuilder.DropColumn(name: "AskerIssuers", table: "TenantSpaces");

            migrationBuilder.DropColumn(name: "IsOwn", table: "Secrets");

            migrationBuilder.DropColumn(name: "Issuers", table: "People");

            migrationBuilder.DropColumn(name: "VouchedBy", table: "People");

            migrationBuilder.DropColumn(name: "EnrollerIssuers", table: "Entries");

            migrationBuilder.DropColumn(name: "ReinstateAskerIssuers", table: "Entries");

            migrationBuilder.AddColumn<Guid>(name: "AccountIssuedBy", table: "Votes", type: "uuid", nullable: true);
        }
    }
}
