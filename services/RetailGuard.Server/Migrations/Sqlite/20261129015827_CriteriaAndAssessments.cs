using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CriteriaAndAssessments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Country", table: "Stores", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<int>(name: "CriteriaVersion", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(name: "HarmIncidents", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(name: "HarmValue", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(name: "MeetsVersion", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<long>(name: "RevalidateBy", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.CreateTable(
                name: "AssessmentDrafts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    Authors = table.Column<string>(type: "TEXT", nullable: false),
                    Behind = table.Column<string>(type: "TEXT", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssessmentDrafts", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "Assessments",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    Review = table.Column<string>(type: "TEXT", nullable: true),
                    Settings = table.Column<string>(type: "TEXT", nullable: false),
                    SubmittedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    SubmittedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Authors = table.Column<string>(type: "TEXT", nullable: false),
                    Behind = table.Column<string>(type: "TEXT", nullable: false),
                    FirstApprover = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstIssuers = table.Column<string>(type: "TEXT", nullable: false),
                    FirstApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SecondApprover = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReviewBy = table.Column<long>(type: "INTEGER", nullable: true),
                    ReturnedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReturnedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReturnedWhy = table.Column<string>(type: "TEXT", nullable: true),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Assessments", x => new { x.Tenant, x.Version });
                }
            );

            migrationBuilder.CreateTable(
                name: "CriteriaProposals",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProposerIssuers = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CriteriaProposals", x => x.Tenant);
                }
            );

            migrationBuilder.CreateTable(
                name: "FalseAlertBudgets",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    StoreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false),
                    VisitsPerDay = table.Column<int>(type: "INTEGER", nullable: false),
                    OneInDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FalseAlertBudgets", x => new { x.Tenant, x.StoreId });
                }
            );

            migrationBuilder.CreateTable(
                name: "PublishedCriteria",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedCriteria", x => new { x.Tenant, x.Version });
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "AssessmentDrafts");

            migrationBuilder.DropTable(name: "Assessments");

            migrationBuilder.DropTable(name: "CriteriaProposals");

            migrationBuilder.DropTable(name: "FalseAlertBudgets");

            migrationBuilder.DropTable(name: "PublishedCriteria");

            migrationBuilder.DropColumn(name: "Country", table: "Stores");

            migrationBuilder.DropColumn(name: "CriteriaVersion", table: "Entries");

            migrationBuilder.DropColumn(name: "HarmIncidents", table: "Entries");

            migrationBuilder.DropColumn(name: "HarmValue", table: "Entries");

            migrationBuilder.DropColumn(name: "MeetsVersion", table: "Entries");

            migrationBuilder.DropColumn(name: "RevalidateBy", table: "Entries");
        }
    }
}
