using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RowsOnRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Votes", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Volunteers", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Tenants", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "TenantSpaces", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "TenantKeys", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Stores", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "StoreLists", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Sessions", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Secrets", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PersonStores", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PersonRoles", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "People", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PairingCodes", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "ManagedChanges", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Halts", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "ExamTries", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "EntryTemplates", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Entries", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "DrillSettings", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Devices", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Misidentification_Salt", table: "Cases", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Cases", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Cameras", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<string>(name: "Rows", table: "Audit", type: "text", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Alerts", type: "bytea", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "Salt", table: "Votes");

            migrationBuilder.DropColumn(name: "Salt", table: "Volunteers");

            migrationBuilder.DropColumn(name: "Salt", table: "Tenants");

            migrationBuilder.DropColumn(name: "Salt", table: "TenantSpaces");

            migrationBuilder.DropColumn(name: "Salt", table: "TenantKeys");

            migrationBuilder.DropColumn(name: "Salt", table: "Stores");

            migrationBuilder.DropColumn(name: "Salt", table: "StoreLists");

            migrationBuilder.DropColumn(name: "Salt", table: "Sessions");

            migrationBuilder.DropColumn(name: "Salt", table: "Secrets");

            migrationBuilder.DropColumn(name: "Salt", table: "PersonStores");

            migrationBuilder.DropColumn(name: "Salt", table: "PersonRoles");

            migrationBuilder.DropColumn(name: "Salt", table: "People");

            migrationBuilder.DropColumn(name: "Salt", table: "PairingCodes");

            migrationBuilder.DropColumn(name: "Salt", table: "ManagedChanges");

            migrationBuilder.DropColumn(name: "Salt", table: "Halts");

            migrationBuilder.DropColumn(name: "Salt", table: "ExamTries");

            migrationBuilder.DropColumn(name: "Salt", table: "EntryTemplates");

            migrationBuilder.DropColumn(name: "Salt", table: "Entries");

            migrationBuilder.DropColumn(name: "Salt", table: "DrillSettings");

            migrationBuilder.DropColumn(name: "Salt", table: "Devices");

            migrationBuilder.DropColumn(name: "Misidentification_Salt", table: "Cases");

            migrationBuilder.DropColumn(name: "Salt", table: "Cases");

            migrationBuilder.DropColumn(name: "Salt", table: "Cameras");

            migrationBuilder.DropColumn(name: "Rows", table: "Audit");

            migrationBuilder.DropColumn(name: "Salt", table: "Alerts");
        }
    }
}
