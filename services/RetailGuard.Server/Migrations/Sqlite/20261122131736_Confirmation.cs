using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Confirmation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(name: "AccountIssuedBy", table: "Votes", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "ReinstateAskedBy", table: "Entries", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<string>(name: "ReinstateReason", table: "Entries", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "ReinstatedAt", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(name: "SuspendedAlerts", table: "Entries", type: "INTEGER", nullable: false, defaultValue: 0);

            migrationBuilder.AddColumn<long>(name: "SuspendedAt", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(name: "SuspendedStores", table: "Entries", type: "INTEGER", nullable: false, defaultValue: 0);

            migrationBuilder.AddColumn<string>(name: "Suspension", table: "Entries", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<string>(name: "CaseNumber", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "ConfirmedAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<bool>(name: "DrillCorrect", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<string>(name: "DrillExpected", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "DrillVolunteer", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "EnrolmentHash", table: "Alerts", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<long>(name: "FirstShownAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<long>(name: "FirstVoteAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<string>(name: "InAisle", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "InAisleAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "InAisleBy", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "InAisleRequest", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "LatestAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "LatestCamera", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "LatestHash", table: "Alerts", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<long>(name: "OutcomeAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<long>(name: "SightingAt", table: "Alerts", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "SightingCamera", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<byte[]>(name: "SightingHash", table: "Alerts", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<string>(name: "Stopped", table: "Alerts", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "SuppressedUntil", table: "Alerts", type: "INTEGER", nullable: true);

            // Alerts from before know only that they were confirmed, not when.
            migrationBuilder.Sql("""UPDATE "Alerts" SET "ConfirmedAt" = "RaisedAt" WHERE "State" = 'Confirmed' OR "Outcome" IS NOT NULL""");

            migrationBuilder.CreateTable(
                name: "Cases",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<string>(type: "TEXT", nullable: false),
                    AlertId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EntryId = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Misidentification_Cause = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Apology = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Redress = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_Fix = table.Column<string>(type: "TEXT", nullable: true),
                    Misidentification_RecordedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Misidentification_RecordedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Finding = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Cases", x => new { x.Tenant, x.Number });
                }
            );

            migrationBuilder.CreateTable(
                name: "DrillSettings",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PerStoreAndWeek = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DrillSettings", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "Halts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<string>(type: "TEXT", nullable: false),
                    Target = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByHeadOffice = table.Column<bool>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_Halts",
                        x => new
                        {
                            x.Tenant,
                            x.Scope,
                            x.Target,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "Volunteers",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Label = table.Column<string>(type: "TEXT", nullable: false),
                    ConsentVersion = table.Column<string>(type: "TEXT", nullable: false),
                    ConsentedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AddedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pictures = table.Column<int>(type: "INTEGER", nullable: false),
                    SealedKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Volunteers", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Alerts_Tenant_EntryId_RaisedAt",
                table: "Alerts",
                columns: new[] { "Tenant", "EntryId", "RaisedAt" }
            );

            migrationBuilder.CreateIndex(name: "IX_Cases_Number", table: "Cases", column: "Number", unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Cases");

            migrationBuilder.DropTable(name: "DrillSettings");

            migrationBuilder.DropTable(name: "Halts");

            migrationBuilder.DropTable(name: "Volunteers");

            migrationBuilder.DropIndex(name: "IX_Alerts_Tenant_EntryId_RaisedAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "AccountIssuedBy", table: "Votes");

            migrationBuilder.DropColumn(name: "ReinstateAskedBy", table: "Entries");

            migrationBuilder.DropColumn(name: "ReinstateReason", table: "Entries");

            migrationBuilder.DropColumn(name: "ReinstatedAt", table: "Entries");

            migrationBuilder.DropColumn(name: "SuspendedAlerts", table: "Entries");

            migrationBuilder.DropColumn(name: "SuspendedAt", table: "Entries");

            migrationBuilder.DropColumn(name: "SuspendedStores", table: "Entries");

            migrationBuilder.DropColumn(name: "Suspension", table: "Entries");

            migrationBuilder.DropColumn(name: "CaseNumber", table: "Alerts");

            migrationBuilder.DropColumn(name: "ConfirmedAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "DrillCorrect", table: "Alerts");

            migrationBuilder.DropColumn(name: "DrillExpected", table: "Alerts");

            migrationBuilder.DropColumn(name: "DrillVolunteer", table: "Alerts");

            migrationBuilder.DropColumn(name: "EnrolmentHash", table: "Alerts");

            migrationBuilder.DropColumn(name: "FirstShownAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "FirstVoteAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "InAisle", table: "Alerts");

            migrationBuilder.DropColumn(name: "InAisleAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "InAisleBy", table: "Alerts");

            migrationBuilder.DropColumn(name: "InAisleRequest", table: "Alerts");

            migrationBuilder.DropColumn(name: "LatestAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "LatestCamera", table: "Alerts");

            migrationBuilder.DropColumn(name: "LatestHash", table: "Alerts");

            migrationBuilder.DropColumn(name: "OutcomeAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "SightingAt", table: "Alerts");

            migrationBuilder.DropColumn(name: "SightingCamera", table: "Alerts");

            migrationBuilder.DropColumn(name: "SightingHash", table: "Alerts");

            migrationBuilder.DropColumn(name: "Stopped", table: "Alerts");

            migrationBuilder.DropColumn(name: "SuppressedUntil", table: "Alerts");
        }
    }
}
