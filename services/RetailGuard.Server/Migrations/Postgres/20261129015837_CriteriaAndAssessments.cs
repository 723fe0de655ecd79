using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CriteriaAndAssessments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Country", table: "Stores", type: "text", nullable: true);

            migrationBuilder.AddColumn<int>(name: "CriteriaVersion", table: "Entries", type: "integer", nullable: true);

            migrationBuilder.AddColumn<int>(name: "HarmIncidents", table: "Entries", type: "integer", nullable: true);

            migrationBuilder.AddColumn<int>(name: "HarmValue", table: "Entries", type: "integer", nullable: true);

            migrationBuilder.AddColumn<int>(name: "MeetsVersion", table: "Entries", type: "integer", nullable: true);

            migrationBuilder.AddColumn<long>(name: "RevalidateBy", table: "Entries", type: "bigint", nullable: true);

            migrationBuilder.CreateTable(
                name: "AssessmentDrafts",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Authors = table.Column<string>(type: "text", nullable: false),
                    Behind = table.Column<string>(type: "text", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Review = table.Column<string>(type: "text", nullable: true),
                    Settings = table.Column<string>(type: "text", nullable: false),
                    SubmittedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    SubmittedAt = table.Column<long>(type: "bigint", nullable: false),
                    Authors = table.Column<string>(type: "text", nullable: false),
                    Behind = table.Column<string>(type: "text", nullable: false),
                    FirstApprover = table.Column<Guid>(type: "uuid", nullable: true),
                    FirstIssuers = table.Column<string>(type: "text", nullable: false),
                    FirstApprovedAt = table.Column<long>(type: "bigint", nullable: true),
                    SecondApprover = table.Column<Guid>(type: "uuid", nullable: true),
                    ApprovedAt = table.Column<long>(type: "bigint", nullable: true),
                    ReviewBy = table.Column<long>(type: "bigint", nullable: true),
                    ReturnedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReturnedAt = table.Column<long>(type: "bigint", nullable: true),
                    ReturnedWhy = table.Column<string>(type: "text", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    ProposerIssuers = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    StoreId = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    VisitsPerDay = table.Column<int>(type: "integer", nullable: false),
                    OneInDays = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
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
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    ProposedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
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
