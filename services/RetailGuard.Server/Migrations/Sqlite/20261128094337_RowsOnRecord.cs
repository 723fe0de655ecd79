using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RowsOnRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Votes", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Volunteers", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Tenants", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "TenantSpaces", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "TenantKeys", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Stores", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "StoreLists", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Sessions", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Secrets", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PersonStores", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PersonRoles", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "People", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "PairingCodes", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "ManagedChanges", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Halts", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "ExamTries", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "EntryTemplates", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Entries", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "DrillSettings", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Devices", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Misidentification_Salt", table: "Cases", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Cases", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Cameras", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<string>(name: "Rows", table: "Audit", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "Salt", table: "Alerts", type: "BLOB", nullable: true);
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
