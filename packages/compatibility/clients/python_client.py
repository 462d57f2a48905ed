"""Registers a destination, sends an event and lists deliveries with the Python client of openapi-generator."""

import os

import harbor
from harbor import DestinationInput, EventInput, SubscriptionInput

configuration = harbor.Configuration(host=os.environ["HARBOR_BASE_URL"], access_token=os.environ["HARBOR_API_KEY"])
with harbor.ApiClient(configuration) as client:
    destination = harbor.DestinationsApi(client).create_destination(
        DestinationInput(url=os.environ["RECEIVER_URL"], name="Generated Python client")
    )
    assert destination.signing_secret.startswith("whsec_"), destination
    assert destination.paused_reason is None and destination.metadata is None, destination
    harbor.SubscriptionsApi(client).create_subscription(
        SubscriptionInput(destination_id=destination.id, event_type="order.*")
    )
    event = harbor.EventsApi(client).create_event(EventInput(type="order.created", body={"order_id": "ord_123"}))
    page = harbor.DeliveriesApi(client).list_deliveries(event_id=event.id)
    assert [delivery.id for delivery in page.data] == [event.deliveries[0].id], page
    assert page.next_cursor is None, page
    stats = harbor.StatsApi(client).get_stats()
    assert stats.totals.ingested >= 1, stats
    assert harbor.DestinationsApi(client).list_destinations().data[0].id == destination.id
