using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Runtime.Store.Engines.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "definition_changes");

            migrationBuilder.CreateSequence(
                name: "journal_lines");

            migrationBuilder.Sql("""
                CREATE FUNCTION json_number(document text, path text) RETURNS integer IMMUTABLE STRICT LANGUAGE sql AS $$
                  SELECT CASE jsonb_path_query_first(document::jsonb, path::jsonpath) #>> '{}' WHEN 'true' THEN 1 WHEN 'false' THEN 0 END
                $$
                """);

            migrationBuilder.CreateTable(
                name: "activityexecutions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parentid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    activityid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    nodeid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activitytype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activitytypeversion = table.Column<int>(type: "integer", nullable: false),
                    activityname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    displayname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<int>(type: "integer", nullable: false),
                    hasbookmarks = table.Column<bool>(type: "boolean", nullable: false),
                    executioncount = table.Column<int>(type: "integer", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    completedat = table.Column<long>(type: "bigint", nullable: true),
                    inputs = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outputs = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outcomes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    exception = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_activityexecutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bookmarks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    activityid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    nodeid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activityinstanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    callbackmethodname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    autoburn = table.Column<bool>(type: "boolean", nullable: false),
                    autocomplete = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    dueat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bookmarks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "definitions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definitionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    islatest = table.Column<bool>(type: "boolean", nullable: false),
                    ispublished = table.Column<bool>(type: "boolean", nullable: false),
                    isindexed = table.Column<bool>(type: "boolean", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_definitions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rootinstanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activityinstanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activityid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    nodeid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activitytype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    displayname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    message = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    exceptiontype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stacktrace = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    timestamp = table.Column<long>(type: "bigint", nullable: false),
                    resolvedat = table.Column<long>(type: "bigint", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "instanceparts",
                columns: table => new
                {
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instanceparts", x => new { x.instanceid, x.key });
                });

            migrationBuilder.CreateTable(
                name: "instances",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definitionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definitionversionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    substatus = table.Column<int>(type: "integer", nullable: false),
                    ispaused = table.Column<bool>(type: "boolean", nullable: false),
                    isrunnable = table.Column<bool>(type: "boolean", nullable: false),
                    correlationid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    parentinstanceid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    parentactivityinstanceid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    rootinstanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    childindex = table.Column<int>(type: "integer", nullable: false),
                    idempotencykey = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    triggeractivityid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    incidentcount = table.Column<int>(type: "integer", nullable: false),
                    logsequence = table.Column<long>(type: "bigint", nullable: false),
                    worksequence = table.Column<long>(type: "bigint", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    leaseowner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    leaseuntil = table.Column<long>(type: "bigint", nullable: true),
                    fencing = table.Column<long>(type: "bigint", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    updatedat = table.Column<long>(type: "bigint", nullable: false),
                    finishedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_instances", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    timestamp = table.Column<long>(type: "bigint", nullable: false),
                    eventname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    activityinstanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parentactivityinstanceid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    activityid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activitytype = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    activitytypeversion = table.Column<int>(type: "integer", nullable: false),
                    activityname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    nodeid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    position = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "(pg_current_xact_id()::text::bigint << 22) | (nextval('journal_lines') & 4194303)")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => new { x.instanceid, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definitionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    definitionversionid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    activityid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    activation = table.Column<int>(type: "integer", nullable: false),
                    dueat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triggers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workitems",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instanceid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    targetid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workitems", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_activityexecutions_instanceid",
                table: "activityexecutions",
                column: "instanceid");

            migrationBuilder.CreateIndex(
                name: "ix_bookmarks_dueat",
                table: "bookmarks",
                column: "dueat",
                filter: "dueat is not null");

            migrationBuilder.CreateIndex(
                name: "ix_bookmarks_hash_name",
                table: "bookmarks",
                columns: new[] { "hash", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_bookmarks_httpendpoint",
                table: "bookmarks",
                column: "name",
                filter: "name = 'Elsa.HttpEndpoint'");

            migrationBuilder.CreateIndex(
                name: "ix_bookmarks_instanceid",
                table: "bookmarks",
                column: "instanceid");

            migrationBuilder.CreateIndex(
                name: "ix_definitions_definitionid_version",
                table: "definitions",
                columns: new[] { "definitionid", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_instanceid",
                table: "incidents",
                column: "instanceid");

            migrationBuilder.CreateIndex(
                name: "ix_incidents_rootinstanceid",
                table: "incidents",
                column: "rootinstanceid",
                filter: "resolvedat is null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_correlationid",
                table: "instances",
                column: "correlationid",
                filter: "correlationid is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_definitionid",
                table: "instances",
                column: "definitionid");

            migrationBuilder.CreateIndex(
                name: "ix_instances_idempotencykey",
                table: "instances",
                column: "idempotencykey",
                unique: true,
                filter: "idempotencykey is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_list",
                table: "instances",
                columns: new[] { "createdat", "id", "status", "definitionid" });

            migrationBuilder.CreateIndex(
                name: "ix_instances_parentactivityinstanceid",
                table: "instances",
                column: "parentactivityinstanceid",
                filter: "parentactivityinstanceid is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_parentinstanceid",
                table: "instances",
                column: "parentinstanceid",
                filter: "parentinstanceid is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_rootinstanceid",
                table: "instances",
                column: "rootinstanceid");

            migrationBuilder.CreateIndex(
                name: "ix_instances_running",
                table: "instances",
                columns: new[] { "definitionid", "correlationid" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_journal_position",
                table: "journal",
                column: "position");

            migrationBuilder.CreateIndex(
                name: "ix_triggers_definitionid",
                table: "triggers",
                column: "definitionid");

            migrationBuilder.CreateIndex(
                name: "ix_triggers_dueat",
                table: "triggers",
                column: "dueat",
                filter: "dueat is not null");

            migrationBuilder.CreateIndex(
                name: "ix_triggers_hash_name",
                table: "triggers",
                columns: new[] { "hash", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_workitems_instanceid",
                table: "workitems",
                column: "instanceid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "activityexecutions");

            migrationBuilder.DropTable(
                name: "bookmarks");

            migrationBuilder.DropTable(
                name: "definitions");

            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropTable(
                name: "instanceparts");

            migrationBuilder.DropTable(
                name: "instances");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "triggers");

            migrationBuilder.DropTable(
                name: "workitems");

            migrationBuilder.DropSequence(
                name: "definition_changes");

            migrationBuilder.DropSequence(
                name: "journal_lines");

            migrationBuilder.Sql("DROP FUNCTION json_number(text, text)");
        }
    }
}
