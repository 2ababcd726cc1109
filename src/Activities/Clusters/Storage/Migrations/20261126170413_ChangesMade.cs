using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Activities.Clusters.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ChangesMade : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Changes_Run",
                table: "Changes");

            migrationBuilder.AddColumn<bool>(
                name: "IsMade",
                table: "Changes",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateIndex(
                name: "IX_Changes_Run_IsMade",
                table: "Changes",
                columns: new[] { "Run", "IsMade" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Changes_Run_IsMade",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "IsMade",
                table: "Changes");

            migrationBuilder.CreateIndex(
                name: "IX_Changes_Run",
                table: "Changes",
                column: "Run");
        }
    }
}
